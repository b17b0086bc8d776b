import type { IDataObject, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/**
 * Keeps a value in the node's static data, if it has changed: n8n saves data that was written to, even
 * when it is the same.
 */
export function keep(staticData: IDataObject, key: string, value: object): void {
	if (JSON.stringify(value) !== JSON.stringify(staticData[key])) {
		staticData[key] = value;
	}
}

/**
 * The error of a manual test that has nothing to show.
 *
 * @param message what there is none of
 * @param coming what starts the workflow, plural: "new ones"
 */
export function noSamples(node: INode, message: string, coming: string): NodeOperationError {
	return new NodeOperationError(node, message, {
		description: `Nothing is wrong: there is no sample to show yet. Activate the workflow to receive ${coming}.`,
	});
}
