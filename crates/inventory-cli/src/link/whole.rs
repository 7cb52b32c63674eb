//! Tables that are one mechanism as a whole.

use super::{
    candidate::Candidate,
    columns::{field, is_plumbing, is_structured, is_vector, key_value, meaning},
    members::members_only,
    owner::{bare, is_owner_key},
    stores::{add_owner_reason, blank, kind_words},
    tables::Table,
};
use crate::{
    lexicon::{StoreWord, Weight, words},
    mechanism::{Format, Inference, Owner},
};

/// The whole table is one mechanism.
pub(super) fn whole(
    table: &Table,
    people: &[String],
    owner: Owner,
    store: &StoreWord,
    length: usize,
    found: &mut Vec<Candidate>,
) {
    let mut candidate = blank(table, "");
    candidate.identity = format!("table|{}|", table.key);
    candidate.owner = owner;
    candidate.kind = store.kind.unwrap_or(candidate.kind);
    candidate.dimension = Some(store.purpose.clone());
    let mut telling = 0;
    let mut inferred = Vec::new();
    for placed in table.columns.iter().filter(|it| !is_plumbing(it, people)) {
        let Ok(meaning) = meaning(&placed.column.name, Weight::Owned) else {
            continue;
        };
        if let Some(meaning) = &meaning {
            telling += 1;
            inferred.push(meaning.dimension.inference);
        }
        candidate.fields.push(field(placed, meaning.as_ref()));
    }
    if store.needs_fields && telling == 0 {
        return;
    }
    // What somebody looked at in a shop has a price, too.
    if store.purpose != "behavior.history" && billing(table) {
        found.push(disqualified(candidate, "billing: it has prices or plans"));
        return;
    }
    candidate.because(
        20,
        format!(
            "`{}` is declared as a {}",
            table.name(),
            kind_words(candidate.kind)
        ),
    );
    add_owner_reason(&mut candidate, owner);
    candidate.because(store.strength, format!("its name says {}", store.purpose));
    if length > 1 {
        candidate.because(5, "the name is a whole phrase of the vocabulary");
    }
    if telling > 0 {
        candidate.because(
            (3 * telling).min(12),
            format!("fields that mean something: {telling}"),
        );
    }
    candidate.format = whole_format(table, people, store, &candidate);
    candidate.richness = store.richness;
    candidate.inference = whole_inference(store, candidate.format, &inferred);
    found.push(candidate);
    members_only(table, owner, found);
}

pub(super) fn whole_inference(
    store: &StoreWord,
    format: Format,
    fields: &[Inference],
) -> Vec<Inference> {
    let mut inference = vec![store.inference.unwrap_or(Inference::Explicit)];
    if format == Format::Embedding {
        inference = vec![Inference::Model];
    }
    if inference == [Inference::PromptInjection] || inference == [Inference::Rules] {
        inference.push(Inference::Explicit);
    }
    for other in fields {
        if !inference.contains(other) {
            inference.push(*other);
        }
    }
    inference
}

pub(super) fn whole_format(
    table: &Table,
    people: &[String],
    store: &StoreWord,
    candidate: &Candidate,
) -> Format {
    if table
        .columns
        .iter()
        .any(|it| is_vector(it.column.type_.as_deref()))
    {
        return Format::Embedding;
    }
    if key_value(table) {
        return Format::KeyValue;
    }
    let usual = store.format.unwrap_or(Format::TypedColumns);
    let own = candidate.fields.len();
    let structured = candidate
        .fields
        .iter()
        .filter(|it| is_structured(it.type_.as_deref()))
        .count();
    match usual {
        Format::EventLog if !has_time(table) && own > 3 => Format::TypedColumns,
        Format::TypedColumns if structured > 0 && structured * 2 >= own => Format::JsonBlob,
        Format::Relation if own > 6 => Format::TypedColumns,
        Format::TypedColumns if own == 0 && edges(table, people) >= 1 => Format::TypedColumns,
        other => other,
    }
}

pub(super) fn edges(table: &Table, people: &[String]) -> usize {
    table
        .columns
        .iter()
        .filter(|it| it.column.name.to_lowercase().ends_with("id") && !is_owner_key(it, people))
        .count()
}

pub(super) fn has_time(table: &Table) -> bool {
    table.columns.is_empty()
        || table.columns.iter().any(|it| {
            let name = it.column.name.to_lowercase();
            let type_ = it
                .column
                .type_
                .as_deref()
                .unwrap_or_default()
                .to_lowercase();
            name.ends_with("_at")
                || name.ends_with("at")
                || name.contains("time")
                || name.contains("date")
                || type_.contains("date")
                || type_.contains("time")
        })
}

pub(super) fn billing(table: &Table) -> bool {
    let price = |name: &str| {
        words(name).iter().any(|word| {
            matches!(
                word.as_str(),
                "stripe"
                    | "price"
                    | "plan"
                    | "trial"
                    | "invoice"
                    | "amount"
                    | "billing"
                    | "renew"
                    | "paypal"
                    | "renewal"
                    | "product"
            )
        })
    };
    // A relation stands beside the column that it is kept in: `product` and `product_id`.
    let mut prices: Vec<Vec<String>> = table
        .columns
        .iter()
        .filter(|it| price(&it.column.name))
        .map(bare)
        .collect();
    prices.sort();
    prices.dedup();
    prices.len() >= 2
        || table
            .columns
            .iter()
            .any(|it| it.column.name.to_lowercase().contains("stripe"))
        || table
            .columns
            .iter()
            .filter(|it| {
                matches!(
                    it.column.name.to_lowercase().as_str(),
                    "p256dh"
                        | "endpoint"
                        | "auth_key"
                        | "push_endpoint"
                        | "key_auth"
                        | "key_p256dh"
                )
            })
            .count()
            >= 2
}

pub(super) fn disqualified(mut candidate: Candidate, reason: &str) -> Candidate {
    candidate.because(-100, reason);
    candidate
}
