/** Sample data shared by the templates of e-mails about licences. */
import { products } from '#shared/catalogue/products.ts';
import { productPath } from '#shared/pages.ts';

export const [sampleProduct] = products;

export const sampleLicence = (appUrl: string) => ({
  name: 'Nora Lindqvist',
  product: sampleProduct,
  url: `${appUrl}${productPath[sampleProduct]}`,
});
