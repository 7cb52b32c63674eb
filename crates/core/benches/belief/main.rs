//! What the hot paths cost: folding an observation in order, reading 15 beliefs of a model of 30
//! dimensions, encoding and decoding that model. Aims: 1 µs an observation, 8 µs a read.
#![expect(
    clippy::expect_used,
    reason = "a bench that cannot be set up is not run"
)]

mod person;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use selfmodel_core::{
    belief::Lens,
    calibration::Calibration,
    evidence::derive,
    explanation::explain,
    fold::{advance, refold},
    model::SelfModel,
    query::{Query, run},
    schema::DimensionPattern,
};

use self::person::Person;

fn fold(criterion: &mut Criterion) {
    let person = Person::new();
    let mut group = criterion.benchmark_group("fold");
    let next = person.next_rows(1_000);
    group.throughput(criterion::Throughput::Elements(next.len() as u64));
    group.bench_function("advance, 1,000 observations in order", |bencher| {
        bencher.iter_batched_ref(
            || person.model(),
            |model| {
                for row in &next {
                    let _ = black_box(advance(&person.schema, model, row, false));
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("derive alone, the same observations", |bencher| {
        bencher.iter(|| {
            for row in &next {
                black_box(derive(&person.schema, row));
            }
        });
    });
    group.throughput(criterion::Throughput::Elements(person.rows.len() as u64));
    group.bench_function("refold of a person", |bencher| {
        bencher.iter(|| black_box(refold(&person.schema, 1, &person.rows)));
    });
    group.finish();
}

fn read(criterion: &mut Criterion) {
    let person = Person::new();
    let model = person.model();
    let calibration = person.calibration();
    let nothing = Calibration::default();
    let mut group = criterion.benchmark_group("read");
    for (name, context, calibration) in [
        ("15 beliefs for a context", Some(&person.context), &nothing),
        (
            "15 beliefs for a context, calibrated",
            Some(&person.context),
            &calibration,
        ),
        ("30 beliefs, neutral", None, &nothing),
    ] {
        let lens = Lens {
            schema: &person.schema,
            calibration,
            context,
            now: person.now,
        };
        let query = Query::default();
        let served = run(&model, lens, &query, &[DimensionPattern::All])
            .beliefs
            .len();
        assert_eq!(served, if context.is_some() { 15 } else { 30 });
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(run(&model, lens, &query, &[DimensionPattern::All])));
        });
    }
    let lens = Lens {
        schema: &person.schema,
        calibration: &nothing,
        context: Some(&person.context),
        now: person.now,
    };
    let key = model
        .keys()
        .next()
        .expect("a model of 30 dimensions")
        .clone();
    group.bench_function("explanation of one belief", |bencher| {
        bencher.iter(|| black_box(explain(&model, lens, &key)));
    });
    group.finish();
}

fn encoding(criterion: &mut Criterion) {
    let model = Person::new().model();
    let bytes = model.encode();
    let mut group = criterion.benchmark_group("encoding");
    group.throughput(criterion::Throughput::Bytes(bytes.len() as u64));
    group.bench_function("encode", |bencher| {
        bencher.iter(|| black_box(model.encode()));
    });
    group.bench_function("decode", |bencher| {
        bencher.iter(|| black_box(SelfModel::decode(&bytes)));
    });
    group.finish();
}

criterion_group!(benches, fold, read, encoding);
criterion_main!(benches);
