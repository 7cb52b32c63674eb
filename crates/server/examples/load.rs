//! The order of magnitude of the server under load: warm reads and durable writes over HTTP,
//! beside a constant body served by the same framework, in one run and on the same machine.
//!
//! `tests/long/load` runs it. Server and load share the processor, so that only the ratios of one
//! run mean something.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, routing};
use metrics_exporter_prometheus::PrometheusBuilder;
use secrecy::SecretString;
use selfmodel_server::{
    app::{self, App, Parts},
    clock::{SystemClock, SystemRandom},
    config::{HttpSettings, StoreSettings},
    http,
};
use selfmodel_store::{contract::TenantId, node::NodeOptions};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CONNECTIONS: usize = 64;
const USERS: usize = 10_000;
const ROUNDS: usize = 3;
const LENGTH: Duration = Duration::from_secs(4);
const KEY: &str = "the-admin-key-of-a-load-run";
const SCHEMA: &str = include_str!("load/schema.toml");

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let store = std::env::args()
        .nth(1)
        .unwrap_or("sqlite:load.db".to_owned());
    let app = prepared(&store).await?;
    let server = listen(http::router(Arc::clone(&app))).await?;
    let body = vec![b'x'; 2_700];
    let constant = Router::new().route("/", routing::get(move || std::future::ready(body.clone())));
    let constant = listen(constant).await?;
    fill(server).await?;
    let (mut bare, mut reads, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        bare.push(drive(constant, |_, _| get("/")).await?);
        reads.push(drive(server, |connection, n| get(&read_path(connection, n))).await?);
        let write = move |connection, n| post(&observation(round, connection, n));
        writes.push(drive(server, write).await?);
    }
    app.close().await;
    let bare = median(bare);
    report(
        &store,
        &[
            ("constant body", bare),
            ("warm read of 15 beliefs", median(reads)),
            ("durable write", median(writes)),
        ],
        bare,
    );
    Ok(())
}

/// A server on `store`, with the schema of this run.
async fn prepared(store: &str) -> Result<Arc<App>, Failure> {
    let settings = StoreSettings {
        url: store.parse()?,
        ..StoreSettings::default()
    };
    let app = App::build(Parts {
        store: app::open(&settings).await?,
        options: NodeOptions::default(),
        http: HttpSettings::default(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
    })
    .await?;
    app.found(Some(SecretString::from(KEY))).await?;
    app.node
        .apply_schema(TenantId::DEFAULT, "schema.toml", SCHEMA)
        .await?;
    Ok(app)
}

async fn listen(router: Router) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // It ends with the process.
    drop(tokio::spawn(axum::serve(listener, router).into_future()));
    Ok(address)
}

/// Lets every user be known in fifteen dimensions.
async fn fill(server: SocketAddr) -> Result<(), Failure> {
    let mut connection = Connection::open(server).await?;
    for first in (0..USERS).step_by(60) {
        let users = first..(first + 60).min(USERS);
        let observations = users.flat_map(|user| {
            (0..15).map(move |dimension| {
                format!(
                    "{{\"id\":\"fill-{dimension}\",\"user\":\"u{user}\",\"feature\":\"chat\",\
                     \"action\":\"stated\",\"details\":{{\"dimension\":\"d.d{dimension}\",\"value\":\"b\"}}}}"
                )
            })
        });
        let observations: Vec<_> = observations.collect();
        let body = format!("{{\"observations\":[{}]}}", observations.join(","));
        let answer = connection
            .call(&post_to("/v1/observations/batch", &body))
            .await?;
        if !answer.contains("\"rejected\":0") {
            return Err(format!("filling the store: {answer}").into());
        }
    }
    Ok(())
}

/// Sends requests on every connection for a while; answers requests a second.
async fn drive<F>(address: SocketAddr, request: F) -> Result<f64, Failure>
where
    F: Fn(usize, u64) -> Vec<u8> + Copy + Send + 'static,
{
    let answered = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    for number in 0..CONNECTIONS {
        let (answered, over) = (Arc::clone(&answered), Arc::clone(&over));
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut n = 0;
            while !over.load(Ordering::Relaxed) {
                connection.call(&request(number, n)).await?;
                answered.fetch_add(1, Ordering::Relaxed);
                n += 1;
            }
            Ok::<_, Failure>(())
        });
    }
    let began = Instant::now();
    tokio::time::sleep(LENGTH).await;
    let count = answered.load(Ordering::Relaxed);
    let took = began.elapsed();
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    let count = u32::try_from(count)?;
    Ok(f64::from(count) / took.as_secs_f64())
}

/// One HTTP/1.1 connection that is kept.
struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            line: String::new(),
            body: Vec::new(),
        })
    }

    /// Sends a request, and answers the body of a 200.
    async fn call(&mut self, request: &[u8]) -> Result<&str, Failure> {
        self.stream.get_mut().write_all(request).await?;
        let mut is_ok = false;
        let mut length = 0;
        loop {
            self.line.clear();
            self.stream.read_line(&mut self.line).await?;
            let line = self.line.trim_end();
            if line.is_empty() {
                break;
            }
            is_ok |= line.starts_with("HTTP/1.1 200");
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse()?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await?;
        let body = str::from_utf8(&self.body)?;
        if is_ok {
            return Ok(body);
        }
        Err(format!("a request failed: {body}").into())
    }
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: load\r\nAuthorization: Bearer {KEY}\r\n\r\n").into_bytes()
}

fn post(body: &str) -> Vec<u8> {
    post_to("/v1/observations", body)
}

fn post_to(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: load\r\nAuthorization: Bearer {KEY}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn read_path(connection: usize, n: u64) -> String {
    format!("/v1/users/u{}/beliefs?context=*", spread(connection, n))
}

fn observation(round: usize, connection: usize, n: u64) -> String {
    format!(
        "{{\"id\":\"{round}-{connection}-{n}\",\"user\":\"u{}\",\"feature\":\"chat\",\
         \"action\":\"shown\",\"details\":{{}}}}",
        spread(connection, n)
    )
}

/// A user, spread evenly over all of them.
fn spread(connection: usize, n: u64) -> u64 {
    let connection = u64::try_from(connection).unwrap_or(0);
    let users = u64::try_from(USERS).unwrap_or(1);
    (connection * 7_919 + n * 104_729) % users
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or(0.0)
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]
fn report(store: &str, figures: &[(&str, f64)], bare: f64) {
    let scheme = store.split_once(':').map_or(store, |(scheme, _)| scheme);
    println!("{CONNECTIONS} connections, {scheme}, median of {ROUNDS} rounds of {LENGTH:?}");
    for (name, rate) in figures {
        println!(
            "{name:<26} {rate:>9.0} /s   {:.2} of the constant body",
            rate / bare
        );
    }
}
