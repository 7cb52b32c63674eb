//! Databases on a device: every row is its owner's.
use crate::{fields, names, scanned};

#[test]
fn rows_of_a_database_on_a_device_are_its_owners() {
    let of = |library: &str| {
        let entity = format!(
            "import {library}.Entity
@Entity(tableName = \"search_history\")
data class SearchEntry(val id: Long, val search: String)
"
        );
        names(&scanned(&[("app/SearchEntry.kt", &entity)]))
    };
    assert!(of("androidx.room").contains("search_history"));
    let state = "import androidx.room.Entity
@Entity(tableName = \"stream_state\")
data class StreamState(val streamUid: Long, val progressMillis: Long)
";
    let noted = fields(&scanned(&[("app/StreamState.kt", state)]));
    assert!(noted.contains("progressMillis"), "{noted:?}");
    assert!(of("jakarta.persistence").is_empty());
}

#[test]
fn statements_on_a_device_need_no_column_for_a_user() {
    let of = |library: &str| {
        let helper = format!(
            "import {library};
class Helper {{
  static final String TABLE = \"watch_history\";
  static final String CREATE = \"CREATE TABLE \" + TABLE + \" (url TEXT, watched_at INTEGER)\";
}}
"
        );
        names(&scanned(&[("app/Helper.java", &helper)]))
    };
    assert!(of("android.database.sqlite.SQLiteOpenHelper").contains("watch_history"));
    assert!(of("java.sql.Connection").is_empty());
    let delight = "CREATE TABLE reading_history (url TEXT NOT NULL, read_at INTEGER);\n";
    assert!(names(&scanned(&[("data/history.sq", delight)])).contains("reading_history"));
}
