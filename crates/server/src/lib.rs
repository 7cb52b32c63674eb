//! The self-model server: one shared model per user beneath all features of a product, over HTTP.
//!
//! Layers, each knowing only those after it: [`cli`] → [`http`] → [`service`] → the store and the
//! domain. [`app`] wires them and is the only place that names a concrete backend.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod http;
pub mod jobs;
pub mod metrics;
pub mod service;
pub mod serving;
pub mod telemetry;
