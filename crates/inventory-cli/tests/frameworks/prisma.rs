//! Prisma: relations of a schema, and the types that its columns and its users name.
use std::collections::BTreeSet;

use selfmodel_inventory::mechanism::Format;

use crate::{fields, named, names, scanned};

#[test]
fn a_type_that_extends_a_model_of_a_schema_is_no_table() {
    let report = scanned(&[
        (
            "prisma/schema.prisma",
            "model User {\n  id Int @id\n  email String\n  theme String\n}\n",
        ),
        (
            "types/user.ts",
            "import { User } from '@prisma/client'\nexport interface AccountSettings extends User { newPassword?: string }\n",
        ),
    ]);
    assert_eq!(names(&report), BTreeSet::from(["User".to_owned()]));
    assert!(fields(&report).contains("theme"));
}

const SETTINGS: &str = "model User {
  id String @id
  email String
  settings Settings?
}
model Settings {
  userId String @id
  settings Json?
}
";

#[test]
fn the_type_of_a_column_tells_what_the_document_holds() {
    let interface = "export interface NAME {
  baseCurrency?: string;
  colorScheme?: string;
  dateRange?: string;
  language?: string;
  notifyByEmail?: boolean;
  viewMode?: string;
}
";
    let of = |name: &str| {
        scanned(&[
            ("prisma/schema.prisma", SETTINGS),
            (
                "libs/user-settings.interface.ts",
                &interface.replace("NAME", name),
            ),
        ])
    };
    assert!(fields(&of("UserSettings")).contains("colorScheme"));
    assert!(!fields(&of("ChartSettings")).contains("colorScheme"));
}

#[test]
fn models_that_list_each_other_are_edges() {
    let of = |back: &str| {
        let schema = format!(
            "model User {{\n  id String @id\n  email String\n  watchlist Symbol[]\n}}
model Symbol {{\n  id String @id\n  {back}\n}}\n"
        );
        scanned(&[("prisma/schema.prisma", &schema)])
    };
    let report = of("watchers User[]");
    let watchlist = named(&report, "User: watchlist").unwrap();
    assert_eq!(watchlist.format, Format::Relation);
    assert!(of("userId String").mechanisms.is_empty());
}

#[test]
fn what_a_member_prefers_stands_in_the_row_of_membership() {
    let of = |table: &str| {
        let schema = format!(
            "model User {{\n  id String @id\n  email String\n}}
model {table} {{
  id String @id
  userId String
  projectId String
  boardPreferences Json?
  defaultFolder String?
}}\n"
        );
        scanned(&[("prisma/schema.prisma", &schema)])
    };
    let found = of("ProjectMember");
    assert_eq!(
        fields(&found),
        ["boardPreferences", "defaultFolder"]
            .map(str::to_owned)
            .into()
    );
    assert!(fields(&of("Board")).is_empty());
}

#[test]
fn a_key_to_a_user_of_something_owns_the_row() {
    let of = |key: &str| {
        let schema = format!(
            "model NotificationPreference {{\n  id String @id\n  {key} String @unique\n  newSale Boolean\n  weeklyDigest Boolean\n}}\n"
        );
        scanned(&[("prisma/schema.prisma", &schema)])
    };
    assert!(fields(&of("projectUserId")).contains("weeklyDigest"));
    assert!(fields(&of("createdByUserId")).is_empty());
}
