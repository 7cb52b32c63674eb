//! What rows are for, told by their names and by what stands beside.

use crate::{fields, names, scanned};

#[test]
fn a_set_of_a_database_names_what_belongs_to_a_person_without_naming_one() {
    let shop = |reminder: &str| {
        scanned(&[
            (
                "Data/Shop.Catalog.cs",
                "public partial class Shop { public DbSet<BackInStockSubscription> Reminders { get; set; } }",
            ),
            (
                "Data/Shop.Customers.cs",
                "public partial class Shop { public DbSet<Customer> Customers { get; set; } }",
            ),
            (
                "Domain/Customer.cs",
                "public class Customer { public string Email { get; set; } public string TimeZoneId { get; set; } public int OrderId { get; set; } }",
            ),
            ("Domain/BackInStockSubscription.cs", reminder),
        ])
    };
    let reminder = "public class BackInStockSubscription
{
    private Plan _plan;
    public int ProductId { get; set; }
    public Product Product { get; set; }
    public int CustomerId { get; set; }
    public DateTime CreatedOnUtc { get; set; }
}
";
    let report = shop(reminder);
    let all = names(&report);
    assert!(all.contains("BackInStockSubscription"), "{all:?}");
    let fields = fields(&report);
    assert!(fields.contains("TimeZoneId"), "{fields:?}");
    assert!(
        !fields.contains("OrderId") && !fields.contains("_plan"),
        "{fields:?}"
    );
    let paid = reminder.replace("CreatedOnUtc", "PriceDate");
    assert!(!names(&shop(&paid)).contains("BackInStockSubscription"));
}

#[test]
fn rows_of_how_far_a_person_is_with_a_thing_are_a_history_by_any_name() {
    let of = |columns: &str| {
        let code = format!(
            "class Media(models.Model):\n    item = models.ForeignKey(Item)\n    user = models.ForeignKey(settings.AUTH_USER_MODEL)\n{columns}\n    class Meta:\n        abstract = True\n\nclass Anime(Media):\n    pass\n"
        );
        names(&scanned(&[("app/models.py", &code)]))
    };
    let followed =
        "    score = models.DecimalField()\n    progress = models.PositiveIntegerField()\n";
    assert!(of(followed).contains("Anime"));
    let title = "    title = models.CharField()\n";
    assert!(of(&format!("{followed}{title}")).is_empty());
    assert!(of("    progress = models.PositiveIntegerField()\n").is_empty());
    let work = "    project = models.ForeignKey(Project)\n    sprint = models.ForeignKey(Sprint)\n";
    assert!(of(&format!("{followed}{work}")).is_empty());
}

#[test]
fn a_rating_of_a_photo_is_no_photo() {
    let of = |model: &str| {
        let code = format!(
            "class {model}(models.Model):\n    user = models.ForeignKey(settings.AUTH_USER_MODEL)\n    photo = models.ForeignKey(Photo)\n    value = models.IntegerField()\n"
        );
        let use_ = format!("{model}.objects.filter(user=request.user)\n");
        names(&scanned(&[
            ("app/models.py", &code),
            ("app/views.py", &use_),
        ]))
    };
    assert!(of("PhotoRating").contains("PhotoRating"));
    assert!(of("PhotoSize").is_empty());
    assert!(of("AlbumUserThumb").is_empty());
}

#[test]
fn actions_on_a_thing_are_a_history_of_who_acted() {
    let of = |model: &str| {
        let code = format!(
            "class {model}(models.Model):\n    user = models.ForeignKey(settings.AUTH_USER_MODEL)\n    media = models.ForeignKey(Media)\n    action = models.CharField()\n"
        );
        names(&scanned(&[("actions/models.py", &code)]))
    };
    assert!(of("MediaAction").contains("MediaAction"));
    assert!(of("WorkflowAction").is_empty());
}

#[test]
fn who_casts_a_vote_is_who_made_the_row_and_a_vote_in_a_poll_is_no_poll() {
    let report = scanned(&[
        (
            "app/api.py",
            "def votes():\n    return AnswerVote.objects.all(), PollVote.objects.all()",
        ),
        (
            "app/models.py",
            "class AnswerVote(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE)
    vote = models.IntegerField()
    creator = models.ForeignKey(User, on_delete=models.CASCADE)

class PollVote(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE)
    voted_at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.CASCADE)

class Poll(models.Model):
    creator = models.ForeignKey(User, on_delete=models.CASCADE)
",
        ),
    ]);
    let found = names(&report);
    assert!(
        found.contains("AnswerVote") && found.contains("PollVote"),
        "{found:?}"
    );
    assert!(!found.contains("Poll"), "{found:?}");
}

#[test]
fn a_list_in_the_row_of_a_person_whose_name_says_what_it_is_for_is_theirs() {
    let report = scanned(&[(
        "models/User.js",
        "class User extends Model { static init(sequelize) { super.init({ username: DataTypes.STRING, email: DataTypes.STRING, bookmarks: DataTypes.JSON, parts: DataTypes.JSON }, { sequelize, modelName: 'user' }) } }",
    )]);
    let found = fields(&report);
    assert!(found.contains("bookmarks"), "{found:?}");
    assert!(!found.contains("parts"), "{found:?}");
}

#[test]
fn the_state_of_a_thing_for_a_person_is_a_history() {
    let of = |model: &str, thing: &str, column: &str| {
        let code = format!(
            "class {model}(models.Model):\n    user = models.ForeignKey(settings.AUTH_USER_MODEL)\n    {thing} = models.ForeignKey(Thing)\n    {column} = models.CharField()\n"
        );
        names(&scanned(&[("states/models.py", &code)]))
    };
    assert!(of("EpisodeState", "episode", "action").contains("EpisodeState"));
    assert!(of("EpisodeState", "episode", "previous_action").is_empty());
    assert!(of("EpisodeState", "show", "action").is_empty());
    assert!(of("EpisodeSize", "episode", "action").is_empty());
    assert!(of("EpisodeState", "episode", "title").is_empty());
}

#[test]
fn what_was_picked_out_for_a_person_is_a_recommendation() {
    let of = |column: &str, target: &str| {
        let code = format!(
            "class PodcastSuggestion(models.Model):\n    {column} = models.ForeignKey({target})\n    podcast = models.ForeignKey(Podcast)\n"
        );
        names(&scanned(&[("suggestions/models.py", &code)]))
    };
    let user = "settings.AUTH_USER_MODEL";
    assert!(of("suggested_to", user).contains("PodcastSuggestion"));
    assert!(of("suggested_by", user).is_empty());
    assert!(of("suggested_to", "Team").is_empty());
}

#[test]
fn rows_that_tell_deeds_apart_are_a_history() {
    let of = |values: &str, thing: &str| {
        let code = format!(
            "CREATE TABLE object_count (id int, user_id int, {thing} int, count_type enum({values}));"
        );
        names(&scanned(&[("db/schema.sql", &code)]))
    };
    assert!(of("'stream','skip'", "object_id").contains("object_count"));
    assert!(of("'stream','large'", "object_id").is_empty());
    assert!(of("'stream','skip'", "size").is_empty());
}

#[test]
fn a_policy_of_what_becomes_of_things_after_a_time_is_a_rule_of_who_made_it() {
    let of = |name: &str, columns: &str| {
        let code = format!("CREATE TABLE {name} (id int, user_id int, folder text, {columns});");
        names(&scanned(&[("db/schema.sql", &code)]))
    };
    assert!(of("folder_policy", "action text, after_days int").contains("folder_policy"));
    assert!(of("folder_policy", "action text").is_empty());
    assert!(of("folder_policy", "after_days int").is_empty());
    assert!(of("folder_role", "action text, after_days int").is_empty());
}

#[test]
fn an_index_of_one_column_tells_that_each_person_has_one_row() {
    let of = |index: &str| {
        let code = format!(
            "ActiveRecord::Schema.define do\n  create_table \"signups\" do |t|\n    t.bigint \"user_id\"\n    t.bigint \"place_id\"\n    t.string \"preferred_locale\"\n    t.index {index}\n  end\nend\n"
        );
        names(&scanned(&[("db/schema.rb", &code)]))
    };
    assert!(!of("[\"user_id\"], unique: true").is_empty());
    assert!(of("[\"user_id\"]").is_empty());
    assert!(of("[\"user_id\", \"place_id\"], unique: true").is_empty());
}

#[test]
fn a_row_of_rust_leads_elsewhere_by_its_ids() {
    let of = |columns: &str| {
        let code = format!(
            "#[derive(Clone, DeriveEntityModel)]\n#[sea_orm(table_name = \"glance\")]\npub struct Model {{\n    #[sea_orm(primary_key)]\n    pub id: String,\n    pub user_id: String,\n    pub progress: Decimal,\n    pub state: GlanceState,\n    pub began: Option<Began>,\n    pub finished_on: Option<Date>,\n{columns}}}\n"
        );
        names(&scanned(&[("src/glance.rs", &code)]))
    };
    assert!(of("    pub film_id: String,\n").contains("glance"));
    assert!(of("").is_empty());
}
