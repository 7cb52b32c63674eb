//! A value of a document: it is asked to be something, and says so where it is not.

use serde_json::{Number, Value};
use toml::{Spanned, de::DeValue};

use super::{Findings, Table};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    names::InvalidName,
    problem::{child, quoted},
    time::Millis,
};

/// A key and where it stands.
#[derive(Debug, Clone)]
pub struct Key<'d> {
    /// The key without quotes.
    pub text: &'d str,
    /// Where it stands.
    pub place: Place,
}

impl Key<'_> {
    /// The key as a name of type `T`; `what` says what it names, with its article.
    pub fn name<T: TryFrom<String, Error = InvalidName>>(
        &self,
        what: &str,
        findings: &mut Findings,
    ) -> Option<T> {
        name(self.text, what, &self.place, findings)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    value: &'d DeValue<'d>,
    place: Place,
    /// The key or header by which people find it.
    anchor: Place,
}

impl<'d> Node<'d> {
    pub(super) fn new(value: &'d Spanned<DeValue<'d>>, key: &Place) -> Self {
        let place = Place {
            pointer: key.pointer.clone(),
            span: value.span(),
        };
        Self {
            value: value.get_ref(),
            place,
            anchor: key.clone(),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether it is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.value.is_table()
    }

    /// Whether it is an array.
    #[must_use]
    pub fn is_array(&self) -> bool {
        self.value.is_array()
    }

    /// The text, if it is one, without saying anything where it is not.
    #[must_use]
    pub fn as_text(&self) -> Option<&'d str> {
        self.value.as_str()
    }

    /// A string.
    pub fn text(&self, findings: &mut Findings) -> Option<&'d str> {
        let text = self.value.as_str();
        if text.is_none() {
            findings.push(self.not("a string"));
        }
        text
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)], findings: &mut Findings) -> Option<T> {
        let text = self.text(findings)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let message = format!("{} is none of the words that may stand here", quoted(text));
        let unknown = Diagnostic::error(Code::UnknownWord, &self.place, message);
        let all = "the words are";
        findings.push(unknown.suggest(text, &self.place, Spelling::Value, all, names));
        None
    }

    /// A boolean.
    pub fn boolean(&self, findings: &mut Findings) -> Option<bool> {
        let truth = self.value.as_bool();
        if truth.is_none() {
            findings.push(self.not("true or false"));
        }
        truth
    }

    /// A finite number.
    pub fn number(&self, findings: &mut Findings) -> Option<f64> {
        let number = match self.value {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(_) => self.whole().and_then(|whole| Number::from(whole).as_f64()),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            findings.push(self.not("a finite number"));
        }
        number
    }

    /// A whole number.
    pub fn integer(&self, findings: &mut Findings) -> Option<i64> {
        let whole = self.whole();
        if whole.is_none() {
            findings.push(self.not("a whole number"));
        }
        whole
    }

    /// A number that `accepts` takes; `range` says which those are.
    pub fn number_within(
        &self,
        range: &str,
        accepts: impl Fn(f64) -> bool,
        findings: &mut Findings,
    ) -> Option<f64> {
        let number = self.number(findings)?;
        if accepts(number) {
            return Some(number);
        }
        findings.push(self.out_of_range(&number.to_string(), range));
        None
    }

    /// A whole number from `low` to `high`.
    pub fn count_within<T: TryFrom<i64>>(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Option<T> {
        let count = self.integer(findings)?;
        if (low..=high).contains(&count) {
            return T::try_from(count).ok();
        }
        findings.push(self.out_of_range(&count.to_string(), &format!("from {low} to {high}")));
        None
    }

    /// A length of time.
    pub fn length(&self, findings: &mut Findings) -> Option<Millis> {
        let DeValue::String(text) = self.value else {
            let wrong = self.not("a length of time");
            findings.push(wrong.help("write a number and a unit in quotes: \"30d\", \"12h\""));
            return None;
        };
        match Millis::parse(text) {
            Ok(length) => Some(length),
            Err(invalid) => {
                let wrong =
                    Diagnostic::error(Code::InvalidLength, &self.place, invalid.to_string());
                findings.push(wrong.help("units are ms, s, m, h, d and w; the number is whole"));
                None
            }
        }
    }

    /// A name of type `T`; `what` says what it names, with its article.
    pub fn name<T: TryFrom<String, Error = InvalidName>>(
        &self,
        what: &str,
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(findings)?;
        name(text, what, &self.place, findings)
    }

    /// The items of an array.
    pub fn items(&self, findings: &mut Findings) -> Option<Vec<Node<'d>>> {
        let Some(items) = self.value.as_array() else {
            let wrong = self.not("a list");
            findings.push(match self.value {
                DeValue::String(text) => {
                    let replacement = format!("[{text:?}]");
                    wrong.fix(&self.place, "write it as a list", replacement)
                }
                _ => wrong,
            });
            return None;
        };
        let items = items.iter().enumerate().map(|(index, item)| {
            let pointer = child(&self.place.pointer, &index.to_string());
            let place = Place {
                pointer,
                span: item.span(),
            };
            Node {
                value: item.get_ref(),
                anchor: place.clone(),
                place,
            }
        });
        Some(items.collect())
    }

    /// A table; `example` shows how to write one here.
    pub fn table(&self, example: &str, findings: &mut Findings) -> Option<Table<'d>> {
        if let DeValue::Table(entries) = self.value {
            Some(Table::new(entries, self.anchor.clone()))
        } else {
            findings.push(self.not("a table").help(format!("write {example}")));
            None
        }
    }

    /// A string, number or boolean as JSON.
    pub fn scalar(&self, findings: &mut Findings) -> Option<Value> {
        match self.value {
            DeValue::String(text) => Some(Value::from(text.as_ref())),
            DeValue::Boolean(truth) => Some(Value::from(*truth)),
            DeValue::Integer(_) => self.integer(findings).map(Value::from),
            DeValue::Float(_) => self.number(findings).map(Value::from),
            _ => {
                findings.push(self.not("a string, a number or a boolean"));
                None
            }
        }
    }

    /// The mistake of being something else than `expected`.
    #[must_use]
    pub fn not(&self, expected: &str) -> Diagnostic {
        let message = format!("expected {expected}, found {}", self.description());
        Diagnostic::error(Code::WrongType, &self.place, message)
    }

    fn out_of_range(&self, number: &str, range: &str) -> Diagnostic {
        let message = format!("`{number}` is out of range");
        Diagnostic::error(Code::OutOfRange, &self.place, message).label(format!("must be {range}"))
    }

    fn whole(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    fn description(&self) -> String {
        match self.value {
            DeValue::String(_) => "a string".into(),
            DeValue::Integer(integer) => format!("the whole number {}", quoted(integer.as_str())),
            DeValue::Float(float) => format!("the number {}", quoted(float.as_str())),
            DeValue::Boolean(truth) => format!("`{truth}`"),
            DeValue::Datetime(_) => "a date".into(),
            DeValue::Array(_) => "a list".into(),
            DeValue::Table(_) => "a table".into(),
        }
    }
}

fn name<T: TryFrom<String, Error = InvalidName>>(
    text: &str,
    what: &str,
    place: &Place,
    findings: &mut Findings,
) -> Option<T> {
    match T::try_from(text.to_owned()) {
        Ok(name) => Some(name),
        Err(invalid) => {
            let message = format!(
                "{} cannot be the name of {what}: it {invalid}",
                quoted(text)
            );
            findings.push(Diagnostic::error(Code::InvalidName, place, message));
            None
        }
    }
}
