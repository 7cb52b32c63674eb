//! Answers of students in the form of ASSISTments: four lines a student, the student's number
//! first, then the problems, the skills and the answers (1 is right), each separated by commas.
//!
//! A skill is a progression of three levels, and an answer is evidence of the highest or the lowest:
//! the level that the belief reports then is the one nearest to the share of right answers. Time is
//! counted in attempts, one a day, with half-lives of 20 and 5.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, FeatureName, InvalidName, ObservationId, UserId},
    time::{Millis, Timestamp},
};
use serde_json::Map;

use super::{Dataset, Half, Person, commits::parse_schema, observed};
use crate::Error;

const FEATURE: &str = "tutor";

/// What one student answered: skill and whether it was right, in order.
struct Student {
    id: String,
    answers: Vec<(u32, bool)>,
}

/// Reads a file of answers.
pub(crate) fn read(path: &Path) -> Result<Dataset, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.into(),
        source: source.into(),
    })?;
    let students = students(path, &text)?;
    let answers = students.iter().flat_map(|student| &student.answers);
    let skills: BTreeSet<u32> = answers.map(|(skill, _)| *skill).collect();
    let schema = parse_schema("ASSISTments", &schema(&skills))?;
    let people = students.iter().map(|student| {
        let rows = student.answers.iter().enumerate();
        let rows = rows.map(|(attempt, answer)| log_row(&student.id, attempt, *answer));
        let rows = rows
            .collect::<Result<_, _>>()
            .map_err(|invalid| Error::Schema {
                data: "ASSISTments",
                reason: format!("student {} {invalid}", student.id),
            })?;
        let half = Half::of(&student.id).unwrap_or(Half::Figures);
        Ok(Person::new(&schema, half, rows))
    });
    let people = people.collect::<Result<_, Error>>()?;
    Ok(Dataset { schema, people })
}

fn students(path: &Path, text: &str) -> Result<Vec<Student>, Error> {
    let lines: Vec<&str> = text.lines().collect();
    let blocks = lines.chunks(4).enumerate();
    blocks
        .filter(|(_, block)| block.iter().any(|line| !line.trim().is_empty()))
        .map(|(number, block)| {
            let line = u64::try_from(number * 4 + 1).unwrap_or(u64::MAX);
            student(block).map_err(|reason| Error::Line {
                path: path.into(),
                line,
                reason,
            })
        })
        .collect()
}

fn student(block: &[&str]) -> Result<Student, String> {
    let [head, _problems, skills, answers] = block else {
        return Err("a student has four lines: number, problems, skills, answers".into());
    };
    let id = head.split(',').next().unwrap_or_default().trim().to_owned();
    let skills = numbers(skills, "a skill")?;
    let answers = numbers(answers, "an answer")?;
    if skills.len() != answers.len() {
        return Err(format!(
            "student {id} has {} skills and {} answers",
            skills.len(),
            answers.len()
        ));
    }
    let answers = skills
        .into_iter()
        .zip(answers.into_iter().map(|answer| answer == 1));
    Ok(Student {
        id,
        answers: answers.collect(),
    })
}

fn numbers(line: &str, what: &str) -> Result<Vec<u32>, String> {
    let items = line
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    items
        .map(|item| item.parse().map_err(|_| format!("{item:?} is not {what}")))
        .collect()
}

fn schema(skills: &BTreeSet<u32>) -> String {
    let mut text =
        format!("version = 1\n[features.{FEATURE}]\nwrites = [\"*\"]\nreads = [\"*\"]\n");
    // Writing to a string cannot fail.
    for skill in skills {
        let _ = write!(
            text,
            "[dimensions.\"skill.s{skill}\"]\nkind = \"progression\"\n\
             values = [\"novice\", \"intermediate\", \"expert\"]\n\
             half_life = \"20d\"\nfast_half_life = \"5d\"\n\
             [actions.answered{skill}]\ndetails = {{ right = {{ type = \"boolean\" }} }}\n\
             [[actions.answered{skill}.evidence]]\ndimension = \"skill.s{skill}\"\n\
             when = {{ right = {{ eq = true }} }}\nvalue = \"expert\"\n\
             [[actions.answered{skill}.evidence]]\ndimension = \"skill.s{skill}\"\n\
             when = {{ right = {{ eq = false }} }}\nvalue = \"novice\"\n"
        );
    }
    text
}

fn log_row(
    student: &str,
    attempt: usize,
    (skill, right): (u32, bool),
) -> Result<LogRow, InvalidName> {
    let day = i64::try_from(attempt).unwrap_or(i64::MAX);
    let at = Timestamp::from_millis(day.saturating_mul(Millis::days(1).get()));
    let (user, feature) = (UserId::new(student)?, FeatureName::new(FEATURE)?);
    let id = ObservationId::new(&format!("attempt-{attempt}"))?;
    let action = ActionName::new(&format!("answered{skill}"))?;
    let details = Map::from_iter([("right".to_owned(), right.into())]);
    Ok(observed(user, feature, (id, action), details, at))
}
