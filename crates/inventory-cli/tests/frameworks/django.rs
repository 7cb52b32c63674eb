//! Django: models, and the migrations they outlive.
use std::collections::BTreeSet;

use crate::{fields, names, scanned};

#[test]
fn a_django_field_of_ones_own_is_a_column() {
    let report = scanned(&[(
        "app/models.py",
        "class UserPreference(models.Model, Permissions):
    user = AutoOneToOneField(User, on_delete=models.CASCADE)
    theme = models.CharField(max_length=20)
    accent = ColorField(default='red')
",
    )]);
    assert!(names(&report).contains("UserPreference"));
    assert!(fields(&report).contains("accent"));
}

#[test]
fn what_one_made_is_ones_own_where_its_name_says_so() {
    let of = |model: &str| {
        let model = format!(
            "class {model}(models.Model):
    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
"
        );
        names(&scanned(&[("app/models.py", &model)]))
    };
    assert!(of("ViewLog").contains("ViewLog"));
    assert!(of("SavedFilter").contains("SavedFilter"));
    // A view of a table that everybody shares.
    assert!(of("View").is_empty());
    assert!(of("Comment").is_empty());
}

#[test]
fn a_model_of_django_knows_better_than_the_migrations_that_once_added_a_column() {
    let report = scanned(&[
        (
            "app/models.py",
            "class User(AbstractUser):
    user_timezone = models.CharField(max_length=20)
",
        ),
        (
            "app/migrations/0001.py",
            "class Migration(migrations.Migration):
    operations = [migrations.CreateModel(name='User', fields=[('theme', models.CharField(max_length=20))])]
",
        ),
    ]);
    assert_eq!(
        fields(&report),
        BTreeSet::from(["user_timezone".to_owned()])
    );
}

#[test]
fn many_documents_of_one_table_are_one_mechanism() {
    let of = |names: &[&str]| {
        let fields = names
            .iter()
            .map(|it| format!("    {it} = models.JSONField()\n"));
        let model = format!(
            "class BoardUserProperties(models.Model):\n    user = models.ForeignKey(User)\n    board = models.ForeignKey(Board)\n{}",
            fields.collect::<String>()
        );
        scanned(&[("app/models.py", &model)])
    };
    let report = of(&["filters", "display_filters", "display_properties"]);
    assert_eq!(report.mechanisms.len(), 1);
    assert!(
        !fields(&report).contains("board"),
        "a key to something else"
    );
    assert_eq!(of(&["filters", "properties"]).mechanisms.len(), 2);
}

#[test]
fn an_edge_to_those_who_did_something_is_a_store() {
    let of = |column: &str, target: &str| {
        let model = format!(
            "class Recipe(models.Model):\n    title = models.CharField(max_length=20)\n    {column} = models.ManyToManyField({target}, blank=True)\n"
        );
        names(&scanned(&[("app/models.py", &model)]))
    };
    let edge = "Recipe.favorited_by".to_owned();
    assert_eq!(of("favorited_by", "User"), BTreeSet::from([edge]));
    assert!(of("editors", "User").is_empty());
    assert!(of("favorited_by", "Team").is_empty());
}

#[test]
fn a_form_over_a_model_is_none() {
    let of = |base: &str| {
        let code = format!(
            "class OwnedMixin(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)

class SavedFilter(OwnedMixin, models.Model):
    name = models.CharField(max_length=20)

class SavedFilterForm(OwnedMixin, {base}):
    name = CharField(max_length=20)
"
        );
        let names = names(&scanned(&[("app/models.py", &code)]));
        names.contains("SavedFilterForm")
    };
    assert!(!of("forms.ModelForm"));
    assert!(of("models.Model"));
}

#[test]
fn a_field_of_another_package_is_a_column_of_what_others_show_to_be_a_model() {
    let of = |beside: &str| {
        let model = format!(
            "class Profile(ProjectBase):
    {beside}
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    timezone = TimeZoneField()
"
        );
        fields(&scanned(&[("app/models.py", &model)]))
    };
    assert!(of("name = models.CharField(max_length=20)").contains("timezone"));
    let form = "class ProfileForm(ProjectBase):\n    timezone = TimeZoneField()\n";
    assert!(fields(&scanned(&[("app/forms.py", form)])).is_empty());
}

#[test]
fn what_the_owner_of_a_thing_is_told_is_their_own_wish() {
    let of = |model: &str| {
        let model = format!(
            "class {model}(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    package = models.ForeignKey(Package, on_delete=models.CASCADE)
    push_notifier = models.BooleanField(default=True)
    owner_notifier = models.BooleanField(default=True)
"
        );
        fields(&scanned(&[("app/models.py", &model)]))
    };
    assert!(of("Ownership").contains("push_notifier"));
    assert!(of("Package").is_empty());
}

#[test]
fn counters_of_what_one_does_know_one_whatever_the_row_is_called() {
    let of = |fields: &str| {
        let model = format!(
            "class ShopperTally(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
{fields}"
        );
        names(&scanned(&[("shop/models.py", &model)])).contains("ShopperTally")
    };
    let count = |name: &str| format!("    {name} = models.PositiveIntegerField(default=0)\n");
    let counted = ["num_product_views", "num_orders", "last_order_on"].map(count);
    assert!(of(&counted.concat()));
    assert!(!of(&counted[..2].concat()), "too few");
    let others = ["num_seats", "num_desks", "num_orders"].map(count);
    assert!(!of(&others.concat()), "what one has, not what one does");
    let among = ["shelf", "aisle", "warehouse"].map(count);
    assert!(
        !of(&[counted.concat(), among.concat()].concat()),
        "by the way"
    );
}
