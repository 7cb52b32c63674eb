//! Members of documents that nothing declares: their uses, defaults and tables of keys tell.
use crate::{fields, scanned};

const PEOPLE: &str = "ActiveRecord::Schema.define do
  create_table \"users\" do |t|
    t.string \"email\"
    t.jsonb \"settings\"
  end
end
";

#[test]
fn uses_and_defaults_tell_the_members_of_a_persons_document() {
    let report = scanned(&[
        ("db/schema.rb", PEOPLE),
        (
            "app/controllers/reader_controller.rb",
            "class ReaderController < ApplicationController
  def update
    current_user.settings['font_size'] = params[:size]
    current_user.settings['api_token'] = params[:token]
    site.settings['footer_color'] = params[:footer]
  end
end
",
        ),
        (
            "app/services/users/default_settings.rb",
            "class Users::DefaultSettings
  DEFAULT_VALUES = { 'line_height' => 0.6, 'compact_mode' => true }.freeze
end
",
        ),
    ]);
    let fields = fields(&report);
    for known in ["font_size", "line_height", "compact_mode"] {
        assert!(fields.contains(known), "{known} is not in {fields:?}");
    }
    for unknown in ["api_token", "footer_color"] {
        assert!(!fields.contains(unknown), "{unknown} is in {fields:?}");
    }
}

const USER_SETTINGS: &str = "class UserSettings(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    settings = models.JSONField(null=True)
";

const KEYS: &str = "// What a user can set.
export const SETTINGS_KEYS = {
  THEME: 'app:dark-mode:enabled',
  SORT: 'app:sort-order',
  TOKEN: 'app:api-token',
}";

#[test]
fn a_table_of_keys_tells_the_members_of_the_only_document_of_settings() {
    let of = |models: &str| {
        let report = scanned(&[("app/models.py", models), ("ui/src/app/settings.ts", KEYS)]);
        fields(&report)
    };
    let found = of(USER_SETTINGS);
    assert!(found.contains("dark-mode:enabled"), "{found:?}");
    assert!(!found.contains("api-token"), "a secret");
    let site = "\nclass Site(models.Model):\n    settings = models.JSONField()\n";
    let found = of(&format!("{USER_SETTINGS}{site}"));
    assert!(
        !found.contains("dark-mode:enabled"),
        "whose they are is open"
    );
}
