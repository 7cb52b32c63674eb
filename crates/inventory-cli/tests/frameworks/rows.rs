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
