import { dateTime, email, id, phone, type Shape, text } from '../field';
import { properties, type } from './shared';

/** Characters. Source: a third-party description of the API. */
export const LONGEST_EVENT_TYPE = 64;

/** Source: Custom events (documented); lengths from a third-party description. */
export const customEventShape: Shape = {
	'@type': type('custom_event'),
	id: id({
		label: 'ID',
		description: 'Identifies the event; the same when it is sent again',
		example: 'wl-20260115-0001',
		source: 'described',
		required: 'always',
		maxLength: 36,
	}),
	event_type: text({
		label: 'Event Type',
		description: 'As set up in Ometria',
		example: 'wishlist_added',
		source: 'documented',
		required: 'always',
		maxLength: LONGEST_EVENT_TYPE,
	}),
	timestamp: dateTime({
		label: 'Timestamp',
		description: 'When it happened',
		example: '2026-01-15T10:07:12+00:00',
		source: 'documented',
		required: 'always',
	}),
	identity_email: email({
		label: 'Contact Email',
		description: 'Email address of the contact',
		example: 'ada@shop.example',
		source: 'documented',
		maxLength: 255,
		common: true,
	}),
	identity_account_id: id({
		label: 'Contact Customer ID',
		description: "The contact's customer_id",
		example: '1001',
		source: 'described',
		common: true,
		identifies: true,
	}),
	identity_phone_number: phone({
		label: 'Contact Phone Number',
		description: 'With country code',
		example: '+447700900123',
		source: 'described',
	}),
	profile_id: text({
		label: 'Profile ID',
		description: "Ometria's ID of the contact's profile",
		example: '2695-c473e2-4aaf58',
		source: 'described',
	}),
	properties: properties({
		description: 'What is known of the event; product IDs as a list',
		example: { product_id: ['tee-01'] },
		source: 'documented',
		required: 'create',
		common: true,
	}),
};
