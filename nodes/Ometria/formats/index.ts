import { magento2 } from './magento2';
import { shopify } from './shopify';
import { table } from './table';
import type { InputFormat } from './types';
import { wooCommerce } from './wooCommerce';

/** Every format beside Ometria's own records. A further shop is one folder and one line here. */
export const INPUT_FORMATS: readonly InputFormat[] = [table, shopify, wooCommerce, magento2];
