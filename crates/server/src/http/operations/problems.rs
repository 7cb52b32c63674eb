//! `GET /problems/{kind}`: what the `type` of a problem refers to.

use crate::http::{
    extract::PathParts,
    problem::{Problem, ProblemKind, wire},
};

/// What a kind of problem means and what to do about it
#[utoipa::path(
    get, path = "/problems/{kind}", tag = "operations", operation_id = "problem", security(()),
    params(("kind" = String, Path, description = "Last part of the `type` of a problem", example = "invalid-observation")),
    responses(
        (status = 200, description = "Its documentation", body = String, content_type = "text/plain"),
        (status = 404, description = "There is no such kind: `not-found`", body = wire::Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::http) async fn problem(path: PathParts) -> Result<String, Problem> {
    let slug = path.text("kind");
    let Some(kind) = ProblemKind::by_slug(slug) else {
        let slugs = ProblemKind::ALL
            .map(|kind| kind.description().slug)
            .join(", ");
        let detail = format!("there is no problem of this kind; there are {slugs}");
        return Err(Problem::new(ProblemKind::NotFound, detail));
    };
    let described = kind.description();
    Ok(format!(
        "{} ({})\n\n{}\n",
        described.title,
        described.status.as_u16(),
        described.meaning
    ))
}
