//! Whose rows are, by the columns that lead to a person, however they are called.

use std::collections::BTreeSet;

use crate::{fields, names, scanned};

#[test]
fn a_key_of_a_person_is_one_whatever_it_ends_in() {
    for key in ["profile_id", "profile_pk", "profile_uuid", "profile_ref"] {
        let tables = format!(
            "CREATE TABLE profiles (pk int primary key, slug text);\nCREATE TABLE watch_history ({key} int, entry_pk int, percent int, played_date timestamp);"
        );
        let report = scanned(&[("db/schema.sql", tables.as_str())]);
        assert!(names(&report).contains("watch_history"), "{key}");
    }
    let other = "CREATE TABLE devices (pk int primary key);\nCREATE TABLE watch_history (device_pk int, entry_pk int, percent int, played_date timestamp);";
    assert!(scanned(&[("db/schema.sql", other)]).mechanisms.is_empty());
}

#[test]
fn what_belongs_to_a_member_belongs_to_the_person_who_is_one() {
    let of = |key: &str| {
        let tables = format!(
            "CREATE TABLE users (id int primary key, email text);\nCREATE TABLE team_members (id int primary key, user_id int, team_id int);\nCREATE TABLE bookmarks ({key} int, page_id int, created_at timestamp);"
        );
        names(&scanned(&[("db/schema.sql", tables.as_str())]))
    };
    assert!(of("team_member_id int references team_members(id), x").contains("bookmarks"));
    assert!(!of("folder_id").contains("bookmarks"));
}

const PREFERENCES: &str = "ActiveRecord::Schema.define do
  create_table \"users\" do |t|
    t.string \"email\"
  end
  create_table \"preferences\" do |t|
    t.integer \"user_id\"
    t.boolean \"comment_emails_off\"
    t.integer \"skin_id\"
    t.integer \"group_id\"
  end
  create_table \"searches\" do |t|
    t.integer \"user_id\"
    t.string \"query\"
  end
  create_table \"memberships\" do |t|
    t.integer \"user_id\"
    t.integer \"room_id\"
    t.string \"involvement\"
  end
  create_table \"price_alerts\" do |t|
    t.integer \"user_id\"
    t.integer \"product_id\"
    t.string \"status\"
  end
  create_table \"feedbacks\" do |t|
    t.integer \"user_id\"
    t.text \"summary\"
    t.string \"category\"
  end
end
";

#[test]
fn rows_of_people_tell_of_them_by_what_they_are_for() {
    let report = scanned(&[("db/schema.rb", PREFERENCES)]);
    let (names, fields) = (names(&report), fields(&report));
    for field in ["comment_emails_off", "skin_id", "query", "involvement"] {
        assert!(fields.contains(field), "{field} is not in {fields:?}");
    }
    assert!(!fields.contains("group_id"), "{fields:?}");
    assert!(names.contains("price_alerts"), "{names:?}");
    assert!(!names.contains("feedbacks"), "a letter: {names:?}");
}

#[test]
fn feedback_on_a_thing_is_no_letter() {
    let table =
        "CREATE TABLE answer_feedback (user_id int, answer_id int, rating int, comment text);";
    let used = "def rated():\n    return query('select rating from answer_feedback')";
    let report = scanned(&[("db/schema.sql", table), ("app/feedback.py", used)]);
    let found = names(&report);
    assert!(found.contains("answer_feedback"), "{found:?}");
}

#[test]
fn what_is_kept_of_a_member_is_no_permission_and_what_one_looked_at_has_a_price() {
    let people = "CREATE TABLE member (id int primary key, username text, email text);";
    let report = scanned(&[
        ("db/shop.sql", people),
        (
            "shop/MemberReadHistory.java",
            "@Document
public class MemberReadHistory {
  @Id private String id;
  private Long memberId;
  private Long productId;
  private String productName;
  private BigDecimal productPrice;
  private Date createTime;
}
@Document
public class MemberFavorite {
  @Id private String id;
  private Long memberId;
  private Long brandId;
  private Date createTime;
}
@Document
public class GroupMember {
  @Id private String id;
  private Long memberId;
  private Long groupId;
  private Date createTime;
}
",
        ),
    ]);
    let found = names(&report);
    assert!(found.contains("MemberReadHistory"), "{report:?}");
    assert!(found.contains("MemberFavorite"), "{report:?}");
    assert!(!found.contains("GroupMember"), "{report:?}");
}

/// Names of what a scan of tables with a table of users finds.
fn of_tables(tables: &str) -> BTreeSet<String> {
    let users = "CREATE TABLE users (id int primary key, email text);\n";
    let text = format!("{users}{tables}");
    let report = scanned(&[("db/schema.sql", text.as_str())]);
    names(&report)
}

#[test]
fn rows_of_a_person_tell_how_far_they_are_and_what_is_recommended() {
    let found = of_tables(
        "CREATE TABLE reading_positions (user_id int, chapter_id int, position int);
         CREATE TABLE recommended_articles (user_id int, article_id int, score real);
         CREATE TABLE email_digests (user_id int, frequency text);
         CREATE TABLE table_columns (user_id int, visible_columns text);
         CREATE TABLE user_columns (user_id int, page text, columns text);
         CREATE TABLE chat_summaries (user_id int, summary text);
         CREATE TABLE user_books (user_id int, book_id int, status text, current_page int, rating int);
         CREATE TABLE user_cases (user_id int, case_id int, status text, current_owner int, rating int);",
    );
    for name in [
        "reading_positions",
        "recommended_articles",
        "email_digests",
        "user_columns",
        "chat_summaries",
        "user_books",
    ] {
        assert!(found.contains(name), "{name}: {found:?}");
    }
    assert!(!found.contains("user_cases"), "{found:?}");
}

#[test]
fn a_filter_is_its_makers_and_a_folder_is_not() {
    let of = |name: &str| {
        of_tables(&format!(
            "CREATE TABLE {name} (id int, creator_id int references users(id), fields json, digest text);"
        ))
    };
    assert!(of("filters").contains("filters"));
    assert!(of("folders").is_empty());
    assert!(of("bloom_filters").is_empty());
}

#[test]
fn a_row_between_a_person_and_a_thing_tells_of_what_they_want_to_hear() {
    let of = |columns: &str| {
        let table = format!("CREATE TABLE accesses (user_id int, board_id int, {columns});");
        let users = "CREATE TABLE users (id int primary key, email text);\n";
        fields(&scanned(&[("db/schema.sql", &format!("{users}{table}"))]))
    };
    assert!(of("involvement text").contains("involvement"));
    assert!(of("involvement text, title text").is_empty());
}

#[test]
fn what_is_kept_of_a_member_is_theirs_behind_the_mark_of_a_part_too() {
    let of = |name: &str| {
        let others: Vec<String> = (0..9)
            .map(|it| format!("CREATE TABLE ums_thing{it} (id int);"))
            .collect();
        let tables = format!(
            "{}CREATE TABLE ums_member (id int, username text, password text);
             CREATE TABLE {name} (id int, member_id int, product_id int);",
            others.join("\n")
        );
        names(&scanned(&[("db/schema.sql", &tables)])).contains(name)
    };
    assert!(of("ums_member_product_collection"));
    assert!(of("ums_member_brand_attention"));
    assert!(!of("team_member_product_collection"));
}

#[test]
fn a_member_who_mutes_a_place_wants_to_hear_nothing_of_it() {
    let of = |table: &str| {
        let tables = format!(
            "CREATE TABLE users (id int primary key, email text);
             CREATE TABLE {table} (id int, user_id int, mailbox_id int, mute boolean);"
        );
        fields(&scanned(&[("db/schema.sql", &tables)]))
    };
    assert!(of("mailbox_user").contains("mute"));
    assert!(of("mailbox_rules").is_empty());
}

#[test]
fn when_a_token_was_last_used_is_no_history_of_a_person() {
    let of = |column: &str| {
        let table = format!(
            "CREATE TABLE clients (id int, user_id int REFERENCES users(id), {column} text, last_used timestamp);"
        );
        fields(&scanned(&[("migrations/1.sql", &table)]))
    };
    assert!(of("feed_url").contains("last_used"));
    assert!(of("token").is_empty());
    assert!(of("access_token_hash").is_empty());
}
