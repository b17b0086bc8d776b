import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { shown } from './text';

/** A parameter that cannot be used. */
export interface WrongParameter {
	ok: false;
	/** The parameter's label. */
	parameter: string;
	expected: string;
	found: unknown;
}

/** The error that names the parameter, what it should be and what was found. */
export function wrongParameter(
	node: INode,
	{ parameter, expected, found }: Omit<WrongParameter, 'ok'>,
	itemIndex?: number,
): NodeOperationError {
	const where =
		itemIndex === undefined
			? 'Correct the parameter in the node'
			: 'Check what it gives for this item';
	return new NodeOperationError(node, `${parameter} must be ${expected}`, {
		description: `Found ${shown(found)}. ${where}.`,
		itemIndex,
	});
}
