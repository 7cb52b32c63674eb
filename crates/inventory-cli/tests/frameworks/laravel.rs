//! Laravel: migrations, casts and what may be filled.
use crate::{fields, names, scanned};

#[test]
fn a_foreign_id_for_a_user_makes_rows_personal() {
    let of = |class: &str| {
        let migration = format!(
            "<?php return new class extends Migration {{ public function up() {{
Schema::create('contacts', function (Blueprint $table) {{
    $table->string('first_name');
    $table->string('avatar');
}});
Schema::create('favorites', function (Blueprint $table) {{
    $table->foreignIdFor({class}::class)->constrained();
    $table->foreignIdFor(Recipe::class)->constrained();
    $table->boolean('is_favorite')->default(false);
}});
}} }};"
        );
        scanned(&[(
            "database/migrations/2020_create_favorites_table.php",
            &migration,
        )])
    };
    assert!(names(&of("User")).contains("favorites"));
    assert!(names(&of("Kitchen")).is_empty());
    // An entry of somebody's address book is no user.
    assert!(names(&of("Contact")).is_empty());
}

#[test]
fn a_cast_to_a_class_of_settings_gives_the_column_its_members() {
    let report = scanned(&[
        (
            "database/migrations/2020_create_users.php",
            "<?php return new class extends Migration { public function up() {
Schema::create('users', function (Blueprint $table) { $table->string('email'); $table->json('preferences'); });
} };",
        ),
        (
            "app/Models/User.php",
            "<?php class User extends Authenticatable { protected $casts = ['preferences' => UserPreferences::class, 'role' => Role::class]; }",
        ),
        (
            "app/Values/UserPreferences.php",
            "<?php class UserPreferences { public string $theme = 'light'; public bool $compactMode = false; }",
        ),
    ]);
    assert!(fields(&report).contains("compactMode"));
}

#[test]
fn a_document_of_laravel_is_declared_by_what_may_be_filled() {
    let report = scanned(&[(
        "app/Models/ReadingHistory.php",
        "<?php class ReadingHistory extends \\MongoDB\\Laravel\\Eloquent\\Model { protected $fillable = ['user_id', 'article_id', 'seconds']; }",
    )]);
    assert!(names(&report).contains("ReadingHistory"));
}

#[test]
fn settings_of_a_site_are_not_those_of_who_set_them() {
    let of = |columns: &str| {
        let migration = format!(
            "<?php return new class extends Migration {{ public function up() {{
Schema::create('settings', function (Blueprint $table) {{
    $table->integer('user_id');
    $table->string('theme');
    {columns}
}});
}} }};"
        );
        names(&scanned(&[("database/migrations/2020.php", &migration)]))
    };
    let site = ["site_name", "ldap_server", "logo"].map(|it| format!("$table->string('{it}');"));
    assert!(of(&site.join("\n")).is_empty());
    assert!(of("$table->string('density');").contains("settings"));
}
