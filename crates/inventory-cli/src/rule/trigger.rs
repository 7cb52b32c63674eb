//! What a rule can match, as written in a rule file.

mod table;

use serde::Deserialize;

pub use self::table::{Block, Builder, ColumnCall, ColumnSource, Model, ObjectTable, Removal};

use super::Pattern;
use crate::mechanism::SiteRole;

/// What a rule matches and where the parts of its meaning are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Trigger {
    /// A call that reads or writes by key.
    Access(Access),
    /// `object[key]`.
    Subscript {
        /// The object.
        object: Vec<Pattern>,
        /// See [`Access::needs_person`].
        #[serde(default)]
        needs_person: bool,
    },
    /// An assignment whose target's last member is the key, or whose text begins with it.
    Assignment {
        /// The target without its last member.
        object: Vec<Pattern>,
        /// The key is what comes before the first `=` of the assigned text.
        #[serde(default)]
        key_in_text: bool,
    },
    /// A class that is a store.
    Model(Model),
    /// A call with a block of column calls.
    Block(Block),
    /// A call with an object literal of columns.
    Object(ObjectTable),
    /// A call that gives a table to which further calls add columns.
    Builder(Builder),
    /// A call that adds a column to a table.
    Column(ColumnCall),
    /// A call that takes a table away, or columns of it.
    Removal(Removal),
    /// A call on a model that ties each of its rows to one of another: `Progress.belongsTo(user)`.
    Association {
        /// The call; the first argument is the other model.
        call: Vec<Pattern>,
    },
    /// A call that names members of a structured column.
    Members {
        /// The call; the first argument is the column, the rest are members.
        call: Vec<Pattern>,
    },
    /// A member of a document of a person's, by its name: `user.settings["theme"]`, `user.settings.get("theme")`.
    DocumentMember {
        /// The document; one without a receiver counts inside a class of a person.
        object: Vec<Pattern>,
    },
    /// An object literal of defaults: `DEFAULT_USER_SETTINGS`, or `DEFAULTS` in a class `UserSettings`.
    Defaults {
        /// Words of which its name, or that of the class around it, ends with one.
        names: Vec<Pattern>,
    },
    /// A type, a schema or an object literal of the settings of a user, by its name.
    Settings {
        /// The name.
        names: Vec<Pattern>,
    },
    /// The table of the names of settings: `SETTINGS_KEYS`, an enumeration `PreferenceKey`.
    KeyTable {
        /// The word before `key` in its name.
        names: Vec<Pattern>,
    },
    /// A list of the parts of a state that are kept, by its name: `persistState = ['list.sortKey']`.
    KeptParts {
        /// The name of the list.
        names: Vec<Pattern>,
    },
    /// A call that makes a library keep a state.
    Persisted(Persisted),
    /// Code whose name says it personalizes.
    Logic(Logic),
    /// A text with user data on its way to a language model.
    Prompt {
        /// Names of functions, variables and keys that lead to a model.
        sinks: Vec<Pattern>,
    },
    /// Texts and templates of the shape `user_{id}_something`: rows or keys labelled per user.
    UserLabel {},
    /// An attribute on a field, whose argument is the key.
    FieldAttribute {
        /// The attribute.
        attributes: Vec<Pattern>,
    },
    /// A type whose constants are the keys of a store, in a file that speaks of the store.
    KeyNames {
        /// The type.
        classes: Vec<Pattern>,
        /// The store.
        #[serde(default)]
        beside: String,
        /// Words of which the file's name has one, where that of the type says too little.
        #[serde(default)]
        homes: Vec<String>,
    },
    /// A call whose further arguments are column calls.
    Arguments {
        /// The call.
        call: Vec<Pattern>,
        /// The table.
        table: Position,
        /// The column calls.
        column: Vec<Pattern>,
    },
    /// A call that names a collection.
    Collection {
        /// The call.
        call: Vec<Pattern>,
        /// The collection is the receiver of the call, not an argument.
        #[serde(default)]
        receiver: bool,
    },
    /// A call inside a class that declares a column of it.
    ClassColumn {
        /// The call.
        call: Vec<Pattern>,
        /// The bases the class must have.
        bases: Vec<Pattern>,
    },
    /// A call that hands traits of a user to a service.
    Traits {
        /// The call.
        call: Vec<Pattern>,
    },
    /// A call that asks a service what a user gets.
    Flags {
        /// The call.
        call: Vec<Pattern>,
    },
    /// A call that reads or writes one named value of one user.
    UserValue {
        /// The call; the first argument that can be a name is the key.
        call: Vec<Pattern>,
    },
    /// A call that reads or writes what is remembered of one user.
    Memory {
        /// The call.
        call: Vec<Pattern>,
    },
    /// A map in memory keyed by user.
    KeyedMap {
        /// Name of the map or of the class that wraps it.
        names: Vec<Pattern>,
    },
    /// A library whose mere use keeps a preference under a fixed key.
    Library {
        /// The call that sets it up; an argument with one of `uses` is the library.
        call: Vec<Pattern>,
        /// Names of the plug-in handed to the call; none where the call itself is the library's.
        #[serde(default)]
        uses: Vec<Pattern>,
        /// The key it keeps.
        key: String,
    },
}

/// A call that reads or writes by key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The call.
    pub call: Vec<Pattern>,
    /// What happens.
    pub role: SiteRole,
    /// The key.
    #[serde(default)]
    pub key: Vec<Position>,
    /// The property around the call is named like the key.
    #[serde(default)]
    pub of_property: bool,
    /// The value.
    #[serde(default)]
    pub value: Option<Position>,
    /// The default of a read.
    #[serde(default)]
    pub default: Option<Position>,
    /// Seconds the value lives; unless `minutes`.
    #[serde(default)]
    pub lifetime: Option<Position>,
    /// The key must name a user, or the value is shared by all.
    #[serde(default)]
    pub needs_person: bool,
    /// An argument that must be there.
    #[serde(default)]
    pub requires: Option<Position>,
    /// The members of an object at this position are the keys.
    #[serde(default)]
    pub members_of: Option<Position>,
    /// What the receiver must have been given, or be declared to be, in the same file.
    #[serde(default)]
    pub held: Vec<Pattern>,
    /// A call whose block it must stand in, or what that call is given.
    #[serde(default)]
    pub inside: Vec<Pattern>,
    /// What the first argument must be, in any case: the name of a header.
    #[serde(default)]
    pub header: Option<String>,
    /// What one of its arguments must be, or have been given in the same file.
    #[serde(default)]
    pub given: Vec<Pattern>,
    /// The class it must stand in: what one calls without a receiver there is the class's own.
    #[serde(default)]
    pub of_class: Vec<Pattern>,
}

/// A call that makes a library keep a state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persisted {
    /// The call.
    pub call: Vec<Pattern>,
    /// The option that must be there and holds all others.
    #[serde(default)]
    pub options: Option<String>,
    /// The option that names the key.
    #[serde(default)]
    pub named: Option<String>,
    /// Where the key is, unless an option names it.
    #[serde(default)]
    pub key: Vec<Position>,
    /// The key where nothing names one.
    #[serde(default)]
    pub default_key: Option<String>,
    /// Options that list the parts to keep.
    #[serde(default)]
    pub only: Vec<String>,
}

/// An argument.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Position {
    /// By place, from 0.
    Index(usize),
    /// By keyword or label.
    Name(String),
}

/// Code whose name says it personalizes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logic {
    /// Function names.
    #[serde(default)]
    pub functions: Vec<Pattern>,
    /// Class names.
    #[serde(default)]
    pub classes: Vec<Pattern>,
    /// Bases its class has.
    #[serde(default)]
    pub bases: Vec<Pattern>,
    /// Texts assigned to a property, one of which marks the object around it.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Texts the file must contain besides.
    #[serde(default)]
    pub with: Vec<String>,
}
