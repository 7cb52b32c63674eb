// The self-model over HTTP, with nothing but fetch.

import { randomUUID } from "node:crypto";

export type Belief = {
  dimension: string;
  member?: string;
  value: string | number | boolean;
  confidence: number;
  status: "known" | "prior";
  features: string[];
};
export type Read = { beliefs: Belief[]; withheld: Record<string, number>; token: string };
export type Recorded = { id: string; status: "recorded" | "duplicate" | "quarantined"; token: string };
type Problem = { title: string; detail?: string; errors?: { pointer: string; detail: string }[] };

export class SelfModel {
  constructor(
    private readonly server: string,
    private readonly key: string,
  ) {}

  /** Records what was observed. Sent again under the same id, it counts once. */
  observe(user: string, action: string, details: object, id: string = randomUUID()): Promise<Recorded> {
    return this.call("POST", "/v1/observations", { id, user, action, details });
  }

  /** What is believed: context, focus, min_confidence, max_age, at_least and so on. */
  beliefs(user: string, parameters: Record<string, string> = {}): Promise<Read> {
    const query = new URLSearchParams(parameters);
    return this.call("GET", `/v1/users/${encodeURIComponent(user)}/beliefs?${query}`);
  }

  private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.server + path, {
      method,
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.ok) return (await answer.json()) as Answer;
    const problem = (await answer.json()) as Problem;
    const points = (problem.errors ?? []).map((it) => `; ${it.pointer} ${it.detail}`).join("");
    throw new Error(`${answer.status} ${problem.title}: ${problem.detail ?? ""}${points}`);
  }
}
