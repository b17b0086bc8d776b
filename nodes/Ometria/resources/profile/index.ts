import type { Resource } from '../../operations/operation';
import { get } from './get';
import { getActivity } from './getActivity';
import { getMany } from './getMany';
import { merge } from './merge';

/** A person as Ometria sees them, made of contacts, orders and events. */
export const profile: Resource = {
	value: 'profile',
	name: 'Profile',
	description: 'People as Ometria sees them, made of contacts, orders and events',
	operations: [get, getMany, getActivity, merge],
};
