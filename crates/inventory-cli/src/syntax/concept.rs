//! What a node of any grammar stands for.
//!
//! The grammars name their nodes much alike, so one table serves all of them; where two languages use one
//! name for the same idea nothing needs to be said twice.

use std::collections::HashMap;

use tree_sitter::{Language, Node};

/// The few ideas the extractor tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concept {
    /// Not looked at; its children are.
    Other,
    /// A class, struct, interface, model or message.
    Class,
    /// A function, method or closure.
    Function,
    /// A call.
    Call,
    /// A macro whose arguments are raw tokens.
    Macro,
    /// `a.b`.
    Member,
    /// `a[b]`.
    Subscript,
    /// `a = b`.
    Assignment,
    /// A declared name with a value.
    Declaration,
    /// A literal text, with or without holes.
    Text,
    /// Two texts side by side or joined by an operator.
    Join,
    /// A binary operation.
    Binary,
    /// `a ? b : c`.
    Choice,
    /// A map literal.
    Object,
    /// A list literal.
    List,
    /// A name.
    Name,
    /// This object.
    Itself,
    /// A number, boolean or null.
    Literal,
    /// Something around one expression that does not change what it says.
    Wrapper,
    /// A return statement.
    Return,
    /// An import.
    Import,
    /// A SQL statement about a table.
    SqlTable,
}

const KINDS: &[(Concept, &[&str])] = &[
    (
        Concept::Class,
        &[
            "class",
            "class_declaration",
            "class_definition",
            "abstract_class_declaration",
            "interface_declaration",
            "struct_item",
            "struct_declaration",
            "record_declaration",
            "object_declaration",
            "type_spec",
            "model_declaration",
            "object_type_definition",
            "input_object_type_definition",
            "type_alias_declaration",
            "protocol_declaration",
            "module",
            "trait_declaration",
            "companion_object",
            "enum_declaration",
        ],
    ),
    (
        Concept::Function,
        &[
            "function_declaration",
            "function_definition",
            "function_item",
            "function_expression",
            "method",
            "singleton_method",
            "method_definition",
            "method_declaration",
            "arrow_function",
            "constructor_declaration",
            "generator_function_declaration",
            "local_function_statement",
            "init_declaration",
        ],
    ),
    (
        Concept::Call,
        &[
            "call",
            "call_expression",
            "method_invocation",
            "invocation_expression",
            "member_call_expression",
            "nullsafe_member_call_expression",
            "scoped_call_expression",
            "function_call_expression",
            "new_expression",
            "object_creation_expression",
            "composite_literal",
            "constructor_invocation",
            "command_call",
            "struct_expression",
            "implicit_object_creation_expression",
            "constructor_expression",
        ],
    ),
    (Concept::Macro, &["macro_invocation"]),
    (
        Concept::Member,
        &[
            "member_expression",
            "attribute",
            "selector_expression",
            "field_access",
            "field_expression",
            "member_access_expression",
            "nullsafe_member_access_expression",
            "navigation_expression",
            "class_constant_access_expression",
            "scoped_property_access_expression",
            "scope_resolution",
            "scoped_identifier",
            "qualified_name",
            "scoped_type_identifier",
            "nested_identifier",
            "qualified_type",
            "conditional_access_expression",
        ],
    ),
    (
        Concept::Subscript,
        &[
            "subscript_expression",
            "subscript",
            "element_reference",
            "index_expression",
            "element_access_expression",
            "array_access",
        ],
    ),
    (
        Concept::Assignment,
        &[
            "assignment",
            "assignment_expression",
            "operator_assignment",
            "assignment_statement",
            "augmented_assignment_expression",
            "augmented_assignment",
            "short_var_declaration",
            "compound_assignment_expr",
        ],
    ),
    (
        Concept::Declaration,
        &[
            "variable_declarator",
            "const_spec",
            "var_spec",
            "const_item",
            "static_item",
            "const_element",
            "property_declaration",
            "let_declaration",
            "property_element",
            "public_field_definition",
            "field_definition",
            "enum_entry",
            "enum_assignment",
        ],
    ),
    (
        Concept::Text,
        &[
            "string",
            "template_string",
            "string_literal",
            "interpreted_string_literal",
            "raw_string_literal",
            "encapsed_string",
            "line_string_literal",
            "heredoc",
            "nowdoc",
            "multi_line_string_literal",
            "multiline_string_literal",
            "raw_str",
            "interpolated_string_expression",
            "simple_symbol",
            "hash_key_symbol",
            "heredoc_body",
            "verbatim_string_literal",
            "string_value",
            "delimited_symbol",
            "bare_string",
            "bare_symbol",
            "character_literal",
            "text_block",
            "template_literal",
        ],
    ),
    (Concept::Join, &["concatenated_string", "chained_string"]),
    (
        Concept::Binary,
        &[
            "binary_expression",
            "binary_operator",
            "binary",
            "additive_expression",
            "boolean_operator",
            "nil_coalescing_expression",
            "elvis_expression",
        ],
    ),
    (
        Concept::Choice,
        &[
            "ternary_expression",
            "conditional_expression",
            "conditional",
        ],
    ),
    (
        Concept::Object,
        &[
            "object",
            "dictionary",
            "hash",
            "array_creation_expression",
            "literal_value",
            "dictionary_literal",
            "initializer_expression",
            "anonymous_object_creation_expression",
        ],
    ),
    (
        Concept::List,
        &[
            "array",
            "list",
            "tuple",
            "set",
            "string_array",
            "symbol_array",
            "array_literal",
            "array_expression",
            "collection_literal",
            "collection_expression",
        ],
    ),
    (
        Concept::Name,
        &[
            "identifier",
            "property_identifier",
            "type_identifier",
            "field_identifier",
            "constant",
            "name",
            "variable_name",
            "simple_identifier",
            "instance_variable",
            "global_variable",
            "class_variable",
            "private_property_identifier",
            "package_identifier",
            "shorthand_property_identifier",
            "predefined_type",
            "user_type",
            "generic_name",
            "generic_type",
        ],
    ),
    (
        Concept::Itself,
        &[
            "this",
            "self",
            "self_expression",
            "this_expression",
            "relative_scope",
            "super",
        ],
    ),
    (
        Concept::Literal,
        &[
            "number",
            "integer",
            "float",
            "int_literal",
            "float_literal",
            "integer_literal",
            "number_literal",
            "decimal_integer_literal",
            "decimal_floating_point_literal",
            "real_literal",
            "true",
            "false",
            "null",
            "nil",
            "none",
            "boolean_literal",
            "boolean",
            "null_literal",
            "unary_expression",
            "literal",
            "none_literal",
        ],
    ),
    (
        Concept::Wrapper,
        &[
            "parenthesized_expression",
            "as_expression",
            "satisfies_expression",
            "non_null_expression",
            "await_expression",
            "await",
            "type_assertion",
            "argument",
            "value_argument",
            "expression_list",
            "literal_element",
            "reference_expression",
            "try_expression",
            "parenthesized_statements",
            "spread_element",
            "expression",
            "directly_assignable_expression",
            "postfix_expression",
            "cast_expression",
            "expression_statement",
            "optional_chain",
            "default_value",
            "value",
            "clone_expression",
            "bracketed_argument_list",
            "error_suppression_expression",
            "prefix_expression",
            "pointer_expression",
            "null_assert",
        ],
    ),
    (
        Concept::Return,
        &[
            "return_statement",
            "return",
            "control_transfer_statement",
            "jump_expression",
            "return_expression",
        ],
    ),
    (
        Concept::Import,
        &[
            "import_statement",
            "import_declaration",
            "import_from_statement",
            "use_declaration",
            "import_spec",
            "using_directive",
            "namespace_use_declaration",
            "import_header",
            "import",
        ],
    ),
    (
        Concept::SqlTable,
        &["create_table", "alter_table", "drop_table"],
    ),
];

/// The concepts of one grammar by node kind, and its fields by name.
#[derive(Debug)]
pub(super) struct Concepts {
    kinds: Vec<Concept>,
    fields: HashMap<String, u16>,
}

impl Concepts {
    /// Looks every kind of `language` up once.
    pub(super) fn of(language: &Language) -> Self {
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kinds = (0..count).map(|id| match language.node_kind_for_id(id) {
            Some(kind) if language.node_kind_is_named(id) => by_name(kind),
            _ => Concept::Other,
        });
        let fields = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        let fields =
            (1..=fields).filter_map(|id| Some((language.field_name_for_id(id)?.to_owned(), id)));
        Self {
            kinds: kinds.collect(),
            fields: fields.collect(),
        }
    }

    /// The field of this name, if the grammar has one.
    pub(super) fn field(&self, name: &str) -> Option<u16> {
        self.fields.get(name).copied()
    }

    /// The concept of a node.
    pub(super) fn get(&self, node: &Node<'_>) -> Concept {
        self.kinds
            .get(usize::from(node.kind_id()))
            .copied()
            .unwrap_or(Concept::Other)
    }
}

fn by_name(kind: &str) -> Concept {
    KINDS
        .iter()
        .find(|(_, kinds)| kinds.contains(&kind))
        .map_or(Concept::Other, |(concept, _)| *concept)
}
