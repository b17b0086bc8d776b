import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/**
 * Text for places where n8n's editor renders HTML: hints, and descriptions of errors. A field name
 * or a server's answer must not become a link or an image there. n8n also turns backticks into
 * `<code>`.
 */
export function plainText(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('`', "'");
}

/** Shows hints to the user; the only way to them, so that no text of others becomes HTML. */
export function addHints(context: IExecuteFunctions, ...hints: NodeExecutionHint[]): void {
	context.addExecutionHints(
		...hints.map((hint) => ({ ...hint, message: plainText(hint.message) })),
	);
}

/**
 * Makes the texts of an error that leaves the node safe to render; returns that error. n8n shows its
 * message as HTML when a run fails (a toast), and as text in the node's panel and in error workflows: an
 * entity would stand there as it is written, so that the message gets a character that looks alike.
 */
export function withPlainTexts<T>(error: T): T {
	const texts = error as { message?: unknown; description?: unknown } | null | undefined;
	if (typeof texts?.message === 'string' && /[<`]/.test(texts.message)) {
		texts.message = texts.message.replaceAll('<', '\u2039').replaceAll('`', "'");
	}
	if (typeof texts?.description === 'string') texts.description = plainText(texts.description);
	return error;
}
