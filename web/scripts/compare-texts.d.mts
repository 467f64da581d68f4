export type Texts = { [key: string]: string | Texts };
export function flatten(texts: Texts, prefix?: string): [string, string][];
export function compareTexts(english: Texts, chinese: Texts): string[];
