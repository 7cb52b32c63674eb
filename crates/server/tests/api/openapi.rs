//! The OpenAPI document is reviewed as a whole, and every reference in it leads somewhere.

use std::collections::BTreeSet;

use selfmodel_server::http::document;
use serde_json::Value;

use crate::support::Server;

#[tokio::test]
async fn the_document_is_served_as_reviewed() {
    let server = Server::without_schema().await;
    let reply = server.nobody().get("/openapi.json").await;
    assert_eq!(
        reply.body["openapi"].as_str().unwrap().split('.').next(),
        Some("3")
    );
    insta::assert_json_snapshot!(reply.body);
}

#[test]
fn no_reference_dangles() {
    let document = serde_json::to_value(document()).unwrap();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

#[test]
fn every_operation_documents_its_failures_as_problems() {
    let document = serde_json::to_value(document()).unwrap();
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let of = format!("{method} {path}");
            assert!(operation["summary"].is_string(), "{of} has no summary");
            assert!(operation["operationId"].is_string(), "{of} has no id");
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.starts_with(['4', '5']) {
                    let content = &response["content"]["application/problem+json"];
                    let reference = &content["schema"]["$ref"];
                    assert_eq!(reference, "#/components/schemas/Problem", "{of} {status}");
                }
            }
        }
    }
    assert_eq!(operations, 19);
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(reference) if name == "$ref" => {
                        references.insert(reference.to_owned());
                    }
                    _ => collect(value, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
