//! Names whose words speak of something else than what is kept under them.
use crate::{fields, named, names, scanned};

#[test]
fn how_a_page_looks_is_kept_whatever_the_page_is_about() {
    let report = scanned(&[(
        "src/page.ts",
        "localStorage.setItem('priceUnit', unit);
localStorage.setItem('admin_nav_hidden', '1');
localStorage.setItem('price', value);
localStorage.setItem('token_view', value);
localStorage.setItem('icons:spriteData', value);
",
    )]);
    let names = names(&report);
    for (key, kept) in [
        ("priceUnit", true),
        ("admin_nav_hidden", true),
        ("price", false),
        ("token_view", false),
        ("icons:spriteData", false),
    ] {
        assert_eq!(names.contains(key), kept, "{key}: {names:?}");
    }
}

#[test]
fn whom_and_what_somebody_has_marked_is_theirs() {
    let report = scanned(&[(
        "models/user.js",
        "const mongoose = require('mongoose');
const UserSchema = new mongoose.Schema({
  email: String,
  password: String,
  savedPosts: [{ type: mongoose.Schema.Types.ObjectId, ref: 'Post' }],
  following: [{ type: mongoose.Schema.Types.ObjectId, ref: 'User' }],
  blockedUsers: [{ type: mongoose.Schema.Types.ObjectId, ref: 'User' }],
  orders: [{ type: mongoose.Schema.Types.ObjectId, ref: 'Order' }],
});
module.exports = mongoose.model('User', UserSchema);
",
    )]);
    for (column, found) in [
        ("savedPosts", true),
        ("following", true),
        ("blockedUsers", true),
        ("orders", false),
    ] {
        let name = format!("User: {column}");
        assert_eq!(named(&report, &name).is_some(), found, "{column}");
    }
}

#[test]
fn a_message_that_somebody_wants_may_be_about_anything() {
    let report = scanned(&[(
        "prisma/schema.prisma",
        "model User {
  id Int @id
  email String
  password String
  sendInvoiceNotifications Boolean
  invoiceNumber String
  paymentNotificationToken String
  isTFAEnabled Boolean
  enableLogRotation Boolean
}
",
    )]);
    let fields = fields(&report);
    assert!(fields.contains("sendInvoiceNotifications"), "{fields:?}");
    for other in [
        "invoiceNumber",
        "paymentNotificationToken",
        "enableLogRotation",
    ] {
        assert!(!fields.contains(other), "{other}");
    }
}

#[test]
fn a_key_may_be_what_nobody_gives() {
    let report = scanned(&[(
        "src/use-panels.ts",
        "export const usePanels = (storageKey = 'open-panels') => useLocalStorage(storageKey, []);
export const useRows = ({ size, storageKey = ROWS }) => useLocalStorage(storageKey, []);
",
    )]);
    let names = names(&report);
    assert!(names.contains("open-panels"), "{names:?}");
    assert_eq!(report.mechanisms.len(), 1, "{names:?}");
}

#[test]
fn where_somebody_is_kept_says_nothing_of_them() {
    let prompts = |hole: &str| {
        let code = format!("const systemPrompt = `Look at what is kept: ${{{hole}}} and so on`");
        scanned(&[("src/ask.ts", code.as_str())]).mechanisms.len()
    };
    assert_eq!(prompts("persona.path"), 0);
    assert_eq!(prompts("persona.tone"), 1);
}

#[test]
fn what_was_copied_is_no_choice() {
    let found = |path: &str| {
        let code = "localStorage.setItem('widget_item', value);";
        scanned(&[(path, code)]).mechanisms.len()
    };
    assert_eq!((found("src/item-buffer.ts"), found("src/item.ts")), (0, 1));
}

#[test]
fn a_member_may_choose_a_team_and_has_a_level() {
    let report = scanned(&[(
        "prisma/schema.prisma",
        "model User {
  id Int @id
  email String
  password String
  level Int
}
model Member {
  id Int @id
  userId Int
  user User @relation(fields: [userId], references: [id])
  teamId Int
  isDefault Boolean
}
",
    )]);
    let fields = fields(&report);
    assert!(fields.contains("isDefault"), "{report:?}");
    assert!(!fields.contains("level"));
}

#[test]
fn a_text_for_people_is_no_prompt() {
    let said = |statement: &str| {
        let code = format!(
            "def create_persona(user):
    {statement}(f\"The persona says it is a {{user.persona}} of this name\")
"
        );
        let report = scanned(&[("app/commands.py", code.as_str())]);
        report.mechanisms.len()
    };
    assert_eq!(said("print"), 0);
    assert_eq!(said("rprint"), 0);
    assert_eq!(said("raise ValueError"), 0);
    assert_eq!(said("return ask"), 1);
}

#[test]
fn what_only_keeps_copies_keeps_no_choice() {
    let report = scanned(&[
        (
            "src/cache.ts",
            "export function cached(key, fetch) { const v = localStorage.getItem(key); const f = fetch(); localStorage.setItem(key, f); return f; }
export function keepView(key, value) { localStorage.setItem(key, value); }
",
        ),
        (
            "src/page.ts",
            "import { cached, keepView } from './cache'; cached('languages', load); keepView('list-view', 'grid');",
        ),
    ]);
    let names = names(&report);
    assert!(names.contains("list-view"), "{names:?}");
    assert!(!names.contains("languages"), "{names:?}");
}
