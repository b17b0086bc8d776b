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

/** Makes the description of an error that leaves the node safe to render; returns that error. */
export function withPlainDescription<T>(error: T): T {
	const described = error as { description?: unknown } | null | undefined;
	if (typeof described?.description === 'string') {
		described.description = plainText(described.description);
	}
	return error;
}
