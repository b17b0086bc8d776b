import { textOf } from './project';

/** The messages that a section of a page quotes, each as one line: what stands behind ">". */
export function quotesIn(path: string, heading: string): string[] {
	const sections = textOf(path).split(/^## /m);
	const section = sections.find((text) => text.startsWith(`${heading}\n`));
	if (section === undefined) throw new Error(`${path} has no section "${heading}"`);
	const quotes = section.match(/^ *> .*(?:\n *> .*)*/gm) ?? [];
	return quotes.map((quote) => quote.replaceAll(/^ *> /gm, '').replaceAll('\n', ' '));
}
