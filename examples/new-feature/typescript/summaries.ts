// A new feature, summaries, that fits a user it has never met: npm start -- USER

import { SelfModel } from "./selfmodel.js";

const lengths: Record<string, number> = { concise: 40, balanced: 120, detailed: 300 };

const user = process.argv[2] ?? "ada";
const key = process.env["SELFMODEL_KEY"];
if (!key) throw new Error("set SELFMODEL_KEY to a key of the feature");
const selfModel = new SelfModel(process.env["SELFMODEL_URL"] ?? "http://127.0.0.1:8080", key);

// What other features learned is here from the first day.
const { beliefs } = await selfModel.beliefs(user, { min_confidence: "0.6" });
const verbosity = beliefs.find((belief) => belief.dimension === "communication.verbosity");
const words = lengths[String(verbosity?.value ?? "balanced")];
const why = verbosity ? `${verbosity.value}, by ${verbosity.features.join(", ")}` : "nothing is known";
console.log(`summary of ${words} words (${why})`);

// What this feature learns is there for the others.
const written = await selfModel.observe(user, "summary_edited", { change: "trimmed" });
console.log(`${written.status} summary_edited`);
