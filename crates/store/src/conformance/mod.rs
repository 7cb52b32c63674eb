//! The conformance suite: one case for each obligation of the contract, and for what a node
//! promises above it. A backend's test file is one line, `store_conformance!(make)`, with an async
//! constructor of a fresh store.
//!
//! To add a case: write an `async fn(&Arc<dyn Store>) -> Verdict` in the module it belongs to, and
//! add its name to the list in [`store_conformance!`](crate::store_conformance).

#![expect(
    clippy::missing_panics_doc,
    reason = "a case is a test: it panics when an obligation is not kept"
)]

pub mod calibrations;
pub mod exact;
mod fresh;
pub mod jobs;
pub mod keys;
pub mod log;
pub mod models;
pub mod node_governance;
pub mod node_quarantines;
pub mod node_sharing;
pub mod node_units;
pub mod node_writes;
pub mod quarantines;
pub mod retractions;
pub mod samples;
pub mod schemas;
pub mod units_of_work;
pub mod users;

pub use self::fresh::{Fresh, fresh_postgres, fresh_sqlite, postgres_url};

/// How a case ends: well, or with an error that nobody expected. Assertions panic.
pub type Verdict = std::result::Result<(), crate::BoxError>;

/// Expands to one `#[tokio::test]` per case, each on a store of its own that `$make` makes.
#[macro_export]
macro_rules! store_conformance {
    ($make:path) => {
        $crate::store_conformance! { @cases $make;
            calibrations: the_one_applied_last_is_in_force, they_come_back_equal,
                only_stored_ones_are_applied;
            jobs: a_job_reports_its_progress, unfinished_ones_are_listed_oldest_first,
                the_job_of_a_retraction_is_found;
            keys: a_key_is_found_by_its_hash, ids_and_hashes_are_unique, revoking_happens_once,
                keys_are_listed_as_made;
            log: rows_come_back_equal, rows_are_in_the_order_they_were_logged,
                a_key_is_logged_once, an_append_is_all_or_nothing,
                the_key_is_user_feature_and_id, keys_are_compared_by_their_bytes,
                tenants_do_not_see_each_other, unit_candidates_lie_within_the_window,
                unit_candidates_answer_their_probe, many_unit_candidates_are_not_complete,
                recent_rows_are_the_newest_observed, counts_do_not_fail, many_rows_go_in_at_once;
            models: a_new_model_has_version_one, a_save_replaces_one_version,
                a_save_of_another_version_loses_the_race, a_second_new_model_loses_the_race,
                a_lost_race_saves_nothing, stale_users_are_those_below_the_fold_version,
                bodies_are_any_bytes;
            node_governance: a_schema_is_applied_once, other_text_and_lower_versions_are_refused,
                a_compatible_schema_refolds_nobody, a_refolding_schema_is_read_with_the_old_one,
                a_write_refolds_an_older_model, a_retraction_is_as_if_never_written,
                undoing_is_as_if_never_retracted, an_undone_job_starts_anew,
                rows_after_a_retraction_are_live, a_retraction_without_conditions_is_refused,
                another_node_sees_governance_at_its_next_write, a_job_is_resumed;
            node_quarantines: what_a_quarantine_held_becomes_live,
                retraction_and_quarantine_commute;
            node_sharing: many_writers_lose_nothing, two_nodes_do_not_lose_updates,
                a_poisoned_write_fails_alone, a_token_of_another_node_sees_its_write,
                foreign_tokens_are_refused, a_tiny_cache_serves_the_same,
                a_stale_cache_refuses_nothing, a_corrupt_model_is_named_and_mended,
                close_finishes_what_was_taken;
            node_units: repetition_collapses, a_retracted_unit_is_held_by_the_rest,
                units_of_many_dead_rows_are_resolved;
            node_writes: an_observation_is_recorded_and_read, the_same_again_is_a_duplicate,
                another_payload_is_a_conflict, duplicates_within_one_group_are_seen,
                a_full_set_refuses_members, a_full_set_takes_duplicates_and_known_members;
            quarantines: lifting_happens_once, held_rows_follow_their_quarantine,
                held_users_stay_listed;
            retractions: they_come_back_equal_and_inactive, covered_users_meet_every_condition;
            schemas: versions_ascend_and_are_unique, the_revision_changes,
                an_unknown_tenant_is_named;
            units_of_work: a_dropped_one_leaves_no_trace, one_sees_its_own_writes,
                others_see_it_after_the_commit, positions_grow, an_exclusive_one_runs_alone,
                the_store_has_one_identity;
            users: pages_follow_the_bytes_of_the_ids, ids_hold_any_text;
        }
    };
    (@cases $make:path; $($module:ident: $($case:ident),+;)+) => {
        $(
            mod $module {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                    async fn $case() {
                        let fresh = $make().await;
                        let verdict = $crate::conformance::$module::$case(&fresh.store).await;
                        if let Err(error) = verdict {
                            panic!("{error}: {error:?}");
                        }
                        fresh.clean().await;
                    }
                )+
            }
        )+
    };
}
