import { generate } from "./platform";

// Docs remembers in the browser, so another device starts from nothing.
export function draft(userId: string, subject: string): Promise<string> {
  const docPrefs = JSON.parse(localStorage.get("doc_prefs_" + userId) ?? "{}");
  const expertise = "beginner";
  return generate(subject, { tone: docPrefs.tone, length: docPrefs.responseLength, expertise });
}

export function styleChosen(userId: string, tone: string, responseLength: string): void {
  localStorage.set("doc_prefs_" + userId, JSON.stringify({ tone, responseLength }));
}
