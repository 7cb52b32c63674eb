//! Document stores, and documents in columns: what they hold is known from schemas, operations and types.
use std::collections::BTreeSet;

use selfmodel_inventory::mechanism::{Format, Kind};

use crate::{fields, named, scanned};

#[test]
fn a_schema_tells_the_documents_within_a_user() {
    let report = scanned(&[(
        "models/user.js",
        "const mongoose = require('mongoose');
const { Schema } = mongoose;
const userSchema = new Schema({
  email: { type: String, required: true },
  preferences: {
    theme: {
      type: String,
      default: 'light',
    },
    language: { type: String },
  },
  stats: { level: Number },
  favorites: [{ type: Schema.Types.ObjectId, ref: 'Recipe' }],
});
module.exports = mongoose.model('User', userSchema);
",
    )]);
    let theme = named(&report, "user.preferences: appearance").unwrap();
    assert_eq!(theme.kind, Kind::DocumentCollection);
    assert!(theme.sites.iter().any(|site| site.line == 6), "{theme:?}");
    let favorites = named(&report, "user: favorites").unwrap();
    assert_eq!(favorites.format, Format::Relation);
    assert!(!fields(&report).contains("level"), "{report:?}");
}

#[test]
fn a_schema_without_a_variable_is_called_like_its_model_or_its_file() {
    let schema = "new Schema({ userId: String, videoId: String, watchedAt: Date })";
    let import = "import { Schema, model } from 'mongoose';\n";
    let inline = format!("{import}export default model('WatchHistory', {schema});");
    let alone = format!("{import}export default {schema};");
    for (path, text) in [("models/a.ts", inline), ("models/watchHistory.ts", alone)] {
        let report = scanned(&[(path, text.as_str())]);
        assert!(fields(&report).contains("watchedAt"), "{text}");
    }
}

#[test]
fn schemas_that_follow_each_other_keep_their_names() {
    let report = scanned(&[(
        "models/schemas.ts",
        "import { Schema } from 'mongoose';
const order = new Schema({ user: String, total: Number });
const bookmark = new Schema({ user: String, page: String, savedAt: Date });
",
    )]);
    let names: BTreeSet<&str> = report
        .mechanisms
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, BTreeSet::from(["bookmark"]));
}

#[test]
fn operations_on_a_collection_tell_its_fields_and_whose_they_are() {
    let of = |code: &str| scanned(&[("src/store.js", code)]);
    let report = of(
        "async function save(db, userId, it) {
  await db.collection('user_preferences').updateOne({ userId }, { $set: { theme: it.theme } }, { upsert: true });
}",
    );
    assert_eq!(fields(&report), BTreeSet::from(["theme".to_owned()]));
    let report = of(
        "function save(store, uid) { return store.collection('users').doc(uid).collection('bookmarks').add({ postId: 1 }); }
const db = 1;",
    );
    assert!(named(&report, "bookmarks").is_some(), "{report:?}");
    let report = of(
        "function save(db, id) { return db.collection('shops').doc(id).collection('bookmarks').add({ postId: 1 }); }
const user = 1;",
    );
    assert!(named(&report, "bookmarks").is_none(), "{report:?}");
}

#[test]
fn a_document_belongs_to_the_person_on_the_way_to_it() {
    let of = |path: &str| {
        let code = format!(
            "import {{ doc, setDoc }} from 'firebase/firestore';
export const save = (user, theme) => setDoc(doc(db, {path}), {{ theme, fontSize: 1 }});"
        );
        scanned(&[("src/store.ts", &code)])
    };
    for path in ["'userSettings', user.uid", "'users', id, 'settings', 'ui'"] {
        assert!(fields(&of(path)).contains("fontSize"), "{path}");
    }
    assert!(fields(&of("'shops', id, 'settings', 'ui'")).is_empty());
}

#[test]
fn a_wrapper_around_what_was_given_the_storage_is_one() {
    let report = scanned(&[
        (
            "shared/Storage.ts",
            "export class Storage {
  inner: typeof localStorage | Memory;
  public set<T>(key: string, value: T) { this.inner.setItem(key, JSON.stringify(value)); }
  public get(key: string) { return JSON.parse(this.inner.getItem(key)); }
}
export default new Storage();
",
        ),
        (
            "app/Tabs.ts",
            "import Storage from '../shared/Storage';\nexport const last = () => Storage.get('last-tab');\n",
        ),
    ]);
    assert!(named(&report, "last-tab").is_some(), "{report:?}");
}

#[test]
fn a_wrapper_may_hand_its_key_to_a_closure() {
    let report = scanned(&[
        (
            "composables/storage.ts",
            "export function useUserStorage(key: string, initial) {
  return scope.run(() => {
    const all = useLocalStorage(key, {})
    return computed(() => all.value)
  })
}
",
        ),
        (
            "composables/settings.ts",
            "export const settings = () => useUserStorage<Settings>('app-settings', () => initial())\n",
        ),
    ]);
    assert!(named(&report, "app-settings").is_some(), "{report:?}");
}

#[test]
fn a_database_in_the_browser_counts_when_its_name_says_what_of() {
    let of = |name: &str| {
        let code = format!("request.onupgradeneeded = () => db.createObjectStore('{name}');\n");
        scanned(&[("src/db.ts", &code)]).mechanisms.len()
    };
    assert_eq!((of("readingHistory"), of("items")), (1, 0));
}

#[test]
fn a_chain_of_column_calls_keeps_the_name_of_its_column() {
    let report = scanned(&[(
        "db/schema.ts",
        "export const users = pgTable('users', {
  email: text('email'),
  locale: text('locale').default('en'),
});
",
    )]);
    assert_eq!(fields(&report), BTreeSet::from(["locale".to_owned()]));
}

#[test]
fn a_typed_collection_makes_its_class_a_store() {
    let of = |set: &str| {
        let code = format!(
            "public class UserSettings {{ public string UserId {{ get; set; }} public string Theme {{ get; set; }} }}
public class Context {{ private readonly {set}<UserSettings> settings; }}"
        );
        scanned(&[("src/Context.cs", &code)])
    };
    assert_eq!(
        fields(&of("IMongoCollection")),
        BTreeSet::from(["Theme".to_owned()])
    );
    assert!(fields(&of("List")).is_empty());
}

#[test]
fn a_context_that_names_an_entity_in_a_call_makes_it_a_store() {
    let of = |code: &str| {
        let settings = "public class UserSettings { public string UserId { get; set; } \
            public string Theme { get; set; } }";
        let files = [("src/Reader.cs", code), ("src/UserSettings.cs", settings)];
        fields(&scanned(&files)).contains("Theme")
    };
    assert!(of(
        "class A { void F() { context.Set<UserSettings>().Add(x); } }"
    ));
    assert!(of(
        "class A { void F() { builder.Entity<Models.UserSettings>(e => e.HasKey(x => x.Id)); } }"
    ));
    assert!(of("class A : IEntityTypeConfiguration<UserSettings> { }"));
    assert!(!of(
        "class A { void F() { cache.Set<UserSettings>(key, x); } }"
    ));
    assert!(!of("class A : IFactory<UserSettings> { }"));
}

#[test]
fn what_a_record_hands_to_its_base_is_no_base() {
    let settings = "public class Settings : BaseModel { public string Theme { get; set; } }";
    let call = "public record Call(string Settings) : Request(Settings);
public class Calls { private readonly IRepository<Other> others; }";
    let files = [("src/Settings.cs", settings), ("src/Call.cs", call)];
    assert!(fields(&scanned(&files)).contains("Theme"));
}

#[test]
fn a_repository_makes_what_it_holds_a_store() {
    let of = |type_: &str| {
        let code = format!("public class Reader {{ private readonly {type_} settings; }}");
        let settings = "public class UserSettings : Row { public string UserId { get; set; } \
            public string Theme { get; set; } }";
        let files = [
            ("src/Reader.cs", code.as_str()),
            ("src/UserSettings.cs", settings),
        ];
        fields(&scanned(&files)).contains("Theme")
    };
    assert!(of("IRepository<UserSettings>"));
    assert!(of("IRepositoryWithTypedId<UserSettings, long>"));
    assert!(of("IRepository<Models.UserSettings>"));
    assert!(!of("IFactory<UserSettings>"));
    assert!(!of("IRepository<UserSettings[]>"));
    assert!(!of("IFactory<IRepository<Other>, UserSettings>"));
}

#[test]
fn keys_that_begin_with_different_things_are_different_stores() {
    let report = scanned(&[(
        "src/tables.ts",
        "localStorage.setItem(`${survey.id}-columnOrder`, a);
localStorage.setItem(`${contact.id}-columnOrder`, b);
localStorage.setItem(`menu-${contact.id}-open`, c);
localStorage.setItem(`menu-${survey.id}-open`, d);
",
    )]);
    assert_eq!(report.mechanisms.len(), 3, "{report:?}");
}

#[test]
fn traits_tell_something_when_they_are_more_than_an_identity() {
    let of = |traits: &str| {
        let code = format!(
            "import posthog from 'posthog-js';\nposthog.identify(user.id, {{ {traits} }});\n"
        );
        scanned(&[("src/analytics.ts", &code)]).mechanisms.len()
    };
    assert_eq!(of("email: user.email, favoriteCategory: user.category"), 1);
    assert_eq!(of("email: user.email, name: user.name"), 0);
}

#[test]
fn marks_of_time_between_a_person_and_a_thing_are_what_they_say() {
    let report = scanned(&[(
        "migrations/1_actions/up.sql",
        "CREATE TABLE person (id int, email text, username text);
CREATE TABLE post_actions (person_id int REFERENCES person, post_id int, saved_at timestamp, hidden_at timestamp);",
    )]);
    let names: BTreeSet<&str> = report
        .mechanisms
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    let expected = ["post_actions: content_filter", "post_actions: feedback"];
    assert_eq!(names, BTreeSet::from(expected));
}

#[test]
fn a_decorator_makes_a_column_a_document_and_its_declared_type_says_of_what() {
    let model = "@Table({ tableName: 'NAMEs' })
class NAME extends Model {
  @ForeignKey(() => User) @Column(DataType.UUID) userId: string;
  @Column(DataType.STRING) email: string;
  @AllowNull @Column(DataType.JSONB)
  preferences: Preferences | null;
}
";
    let types = "export type Preferences = {
  [Preference.SeamlessEdit]?: boolean;
  [Preference.FontSize]?: boolean;
};
";
    let of = |name: &str| {
        scanned(&[
            ("server/models/Model.ts", &model.replace("NAME", name)),
            ("shared/types.ts", types),
        ])
    };
    assert!(fields(&of("User")).contains("FontSize"));
    // What a document prefers is not what its writer does.
    assert!(fields(&of("Document")).is_empty());
}

#[test]
fn the_type_of_a_collection_tells_its_columns() {
    let report = scanned(&[(
        "src/db.ts",
        "type UserPrefs = { uid: string; theme: string; fontSize?: number }\nexport const prefs = db.collection<UserPrefs>('user_preferences')",
    )]);
    let found = fields(&report);
    assert!(
        found.contains("theme") && found.contains("fontSize"),
        "{found:?}"
    );
}

#[test]
fn names_of_what_is_kept_for_a_customer_are_values_of_theirs_where_they_say_for_what() {
    let found = fields(&scanned(&[(
        "Domain/SystemCustomerAttributeNames.cs",
        "public static class SystemCustomerAttributeNames {
    public static string LanguageId => \"LanguageId\";
    public static string StreetAddress => \"StreetAddress\";
    public static string Remark => \"Remark\";
}
",
    )]));
    assert_eq!(found, BTreeSet::from(["LanguageId".to_owned()]));
}

#[test]
fn a_type_of_another_file_declares_what_a_collection_holds() {
    let collection = "const settings = db.collection<Settings>('settings')
settings.createIndex({ userId: 1 }, { unique: true, sparse: true })";
    let type_ = "export interface Settings extends Timestamps { userId?: string; fontSize: number; hapticsEnabled: boolean }";
    let report = scanned(&[("src/db.ts", collection), ("src/types/Settings.ts", type_)]);
    let found = fields(&report);
    assert!(
        found.contains("fontSize") && found.contains("hapticsEnabled"),
        "{found:?}"
    );
    assert!(!found.contains("sparse"), "an option: {found:?}");
}
