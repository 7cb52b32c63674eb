//! MovieLens: `movies.csv` (id, title with the year, genres) and `ratings.csv` (user, film, stars,
//! time), with or without a line of headings. Whether a person likes a genre is a dimension, for
//! the fifteen genres rated most; four stars or more say so. Films from before 1990 are one
//! feature, later ones another.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    path::Path,
};

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, FeatureName, InvalidName, ObservationId, UserId},
    time::Timestamp,
};
use serde_json::Value;

use super::{
    Dataset, Half, Person,
    commits::parse_schema,
    observed,
    record::{Record, Table},
};
use crate::Error;

const GENRES: usize = 15;
const LIKED: f64 = 4.0;
const OLD: &str = "films-before-1990";
const NEW: &str = "films-since-1990";

/// A film: its feature and genres.
struct Film {
    feature: &'static str,
    genres: Vec<String>,
}

struct Rating {
    user: String,
    film: String,
    stars: f64,
    seconds: i64,
    line: u64,
}

/// Reads the two files of a directory.
pub(crate) fn read(directory: &Path) -> Result<Dataset, Error> {
    let films = films(&directory.join("movies.csv"))?;
    let path = directory.join("ratings.csv");
    let ratings = ratings(&path)?;
    let genres = most_rated(&films, &ratings);
    let schema = parse_schema("MovieLens", &schema(&genres))?;
    let mut logs: BTreeMap<String, Vec<LogRow>> = BTreeMap::new();
    for rating in &ratings {
        if let Some(film) = films.get(&rating.film) {
            let row = log_row(rating, film, &genres).map_err(|invalid| Error::Line {
                path: path.clone(),
                line: rating.line,
                reason: format!("the user or film {invalid}"),
            })?;
            logs.entry(rating.user.clone()).or_default().push(row);
        }
    }
    let people = logs.into_iter().map(|(user, mut rows)| {
        rows.sort_by_key(|row| row.observed_at);
        let half = Half::of(&user).ok_or_else(|| Error::TooSmall {
            path: path.clone(),
            reason: format!("user {user} does not end in a digit, which halves the population"),
        })?;
        Ok(Person::new(&schema, half, rows))
    });
    let people = people.collect::<Result<_, Error>>()?;
    Ok(Dataset { schema, people })
}

fn films(path: &Path) -> Result<HashMap<String, Film>, Error> {
    let mut films = HashMap::new();
    Table::without_headings(path)?.each(|record| {
        if is_heading(record) {
            return Ok(());
        }
        let film = Film {
            feature: if year(record.at(1)).is_some_and(|year| year < 1990) {
                OLD
            } else {
                NEW
            },
            genres: record.at(2).split('|').map(detail).collect(),
        };
        films.insert(record.at(0).to_owned(), film);
        Ok(())
    })?;
    Ok(films)
}

fn ratings(path: &Path) -> Result<Vec<Rating>, Error> {
    let mut ratings = Vec::new();
    Table::without_headings(path)?.each(|record| {
        if is_heading(record) {
            return Ok(());
        }
        let wrong = |what: &str, text: &str| record.wrong(format!("{text:?} is not {what}"));
        ratings.push(Rating {
            user: record.at(0).to_owned(),
            film: record.at(1).to_owned(),
            stars: record
                .at(2)
                .parse()
                .map_err(|_| wrong("a number of stars", record.at(2)))?,
            seconds: record
                .at(3)
                .parse()
                .map_err(|_| wrong("a time in seconds since 1970", record.at(3)))?,
            line: record.line(),
        });
        Ok(())
    })?;
    Ok(ratings)
}

fn is_heading(record: &Record<'_>) -> bool {
    record.line() == 1 && record.at(0).parse::<u64>().is_err()
}

/// `Toy Story (1995)`: 1995.
fn year(title: &str) -> Option<u32> {
    let year = title.trim_end().strip_suffix(')')?.rsplit_once('(')?.1;
    year.parse().ok()
}

/// A genre as the name of a detail: `Sci-Fi` is `sci_fi`.
fn detail(genre: &str) -> String {
    let letters = genre.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        }
    });
    letters.collect()
}

fn most_rated(films: &HashMap<String, Film>, ratings: &[Rating]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for film in ratings.iter().filter_map(|rating| films.get(&rating.film)) {
        for genre in &film.genres {
            *counts.entry(genre).or_default() += 1;
        }
    }
    let mut genres: Vec<(&str, usize)> = counts.into_iter().collect();
    // Stable, so that genres rated alike stay in order of their names.
    genres.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let genres = genres.into_iter().take(GENRES);
    genres.map(|(genre, _)| genre.to_owned()).collect()
}

fn schema(genres: &[String]) -> String {
    let mut text = String::from("version = 1\n[actions.rated.details]\n");
    // Writing to a string cannot fail.
    for genre in genres {
        let _ = writeln!(text, "{genre} = {{ type = \"boolean\", optional = true }}");
    }
    for genre in genres {
        let _ = write!(
            text,
            "[dimensions.\"likes.{genre}\"]\nkind = \"boolean\"\n\
             [[actions.rated.evidence]]\ndimension = \"likes.{genre}\"\n\
             value = {{ from = \"{genre}\" }}\n"
        );
    }
    for feature in [OLD, NEW] {
        let _ = write!(
            text,
            "[contexts.{feature}]\n[features.{feature}]\ncontext = \"{feature}\"\n\
             writes = [\"*\"]\nreads = [\"*\"]\n"
        );
    }
    text
}

fn log_row(rating: &Rating, film: &Film, genres: &[String]) -> Result<LogRow, InvalidName> {
    let liked = Value::Bool(rating.stars >= LIKED);
    let known = film.genres.iter().filter(|genre| genres.contains(genre));
    let at = Timestamp::from_millis(rating.seconds.saturating_mul(1_000));
    let (user, feature) = (UserId::new(&rating.user)?, FeatureName::new(film.feature)?);
    let (id, action) = (ObservationId::new(&rating.film)?, ActionName::new("rated")?);
    let details = known.map(|genre| (genre.clone(), liked.clone())).collect();
    Ok(observed(user, feature, (id, action), details, at))
}
