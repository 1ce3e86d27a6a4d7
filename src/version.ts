/** The product's version, as in package.json; a test compares the two. */
export const PRODUCT_VERSION = '0.1.0';
