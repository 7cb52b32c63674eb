import { index } from "./platform";

interface SearchProfile {
  topicWeights: Record<string, number>;
  recentQueries: string[];
  expertiseLevel: string;
}

// Search watches what a user opens; the profile dies with the process and no other feature sees it.
class SearchBehavior {
  private behaviorByUser: Map<string, SearchProfile> = new Map();

  async getProfile(userId: string): Promise<SearchProfile> {
    return this.behaviorByUser.get(userId) ?? { topicWeights: {}, recentQueries: [], expertiseLevel: "novice" };
  }

  async opened(userId: string, topic: string): Promise<void> {
    const profile = await this.getProfile(userId);
    profile.topicWeights[topic] = (profile.topicWeights[topic] ?? 0) + 1;
    this.behaviorByUser.set(userId, profile);
  }
}

export const searchBehavior = new SearchBehavior();

export async function search(userId: string, query: string): Promise<string[]> {
  const searchModel = await searchBehavior.getProfile(userId);
  searchModel.recentQueries.push(query);
  return index.ranked(query, searchModel.topicWeights);
}
