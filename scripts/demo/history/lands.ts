/**
 * The countries where the customers of the prepared history live, with typical names and companies. All names and
 * companies are fictitious.
 */
import type { CountryCode } from '#shared/catalogue/catalogue.ts';

export interface Land {
  country: CountryCode;
  /** Approximate percentage of the customers who live in this country. */
  share: number;
  locale: 'en' | 'fr';
  /** True if family names are written before given names in this country. */
  familyFirst?: true;
  /** Given names. A name in a non-Latin script is followed by a slash and the spelling to use in e-mail addresses. */
  given: readonly string[];
  family: readonly string[];
  /** Street names. `#` is replaced with a house number. */
  streets: readonly string[];
  /** Each city with its postcode and, where addresses have one, its state. */
  cities: readonly (readonly [string, string, string?])[];
  /** Company names. `*` is replaced with a family name. */
  companies: readonly string[];
}

const words = (text: string): string[] => text.split(' ');

export const lands: readonly Land[] = [
  {
    country: 'US',
    share: 17,
    locale: 'en',
    given: words('Harper Mason Avery Logan Delia Marcus Tessa Owen Renata Caleb Imani Wyatt Paige Desmond'),
    family: words('Whitlock Barnes Delgado Okafor Fenwick Alvarado Stroud Mercer Ibarra Pruitt Langley Tran'),
    streets: ['# Maple Street', '# Canyon Road', '# Birch Avenue', '# Second Street'],
    cities: [
      ['Portland', '97205', 'OR'],
      ['Austin', '78702', 'TX'],
      ['Madison', '53703', 'WI'],
      ['Asheville', '28801', 'NC'],
      ['Denver', '80205', 'CO'],
    ],
    companies: ['* & Sons', '* Logistics LLC', '* Dental Group', '* Roasters', 'Studio *'],
  },
  {
    country: 'FR',
    share: 15,
    locale: 'fr',
    given: words(
      'Amélie Théo Inès Bastien Maëlle Hugo Clémence Rémi Éloïse Gaspard Noémie Tristan Solène Axel',
    ),
    family: words(
      'Laurent Chevalier Gautier Perrin Lemaire Faure Rousseau Besnard Vasseur Colin Dupuis Marchand',
    ),
    streets: ['# rue des Lilas', '# avenue de la Gare', '# place du Marché', '# quai Saint-Michel'],
    cities: [
      ['Lyon', '69003'],
      ['Nantes', '44000'],
      ['Lille', '59800'],
      ['Bordeaux', '33000'],
      ['Grenoble', '38000'],
    ],
    companies: ['Atelier *', '* Conseil SARL', 'Boulangerie *', '* et Fils', 'Cabinet *'],
  },
  {
    country: 'DE',
    share: 13,
    locale: 'en',
    given: words('Anneliese Jonas Frieda Malte Katrin Florian Svenja Henning Greta Timo Leonie Ruben'),
    family: words('Krüger Vogt Brandt Hofmann Ziegler Lindner Pohl Schäfer Winkler Engel Baumann Jäger'),
    streets: ['Lindenstraße #', 'Am Bahnhof #', 'Goethestraße #', 'Mühlweg #'],
    cities: [
      ['Leipzig', '04109'],
      ['Hamburg', '20357'],
      ['Köln', '50674'],
      ['Freiburg', '79098'],
      ['Bremen', '28195'],
    ],
    companies: ['* Maschinenbau GmbH', '* & Partner', 'Praxis *', '* Medien GmbH'],
  },
  {
    country: 'GB',
    share: 10,
    locale: 'en',
    given: words('Imogen Rhys Poppy Alistair Niamh Callum Beatrix Gethin Saskia Rory'),
    family: words('Ashworth Pemberton Hughes Marlowe Kapoor Thistlewood Drummond Bexley Quigley Nairn'),
    streets: ['# Church Lane', '# Station Road', '# Victoria Terrace'],
    cities: [
      ['Leeds', 'LS1 4AP'],
      ['Bristol', 'BS1 5TR'],
      ['Cardiff', 'CF10 1EP'],
      ['Edinburgh', 'EH3 9QA'],
    ],
    companies: ['* Joinery Ltd', '* & Daughters Ltd', '* Architects', 'The * Clinic'],
  },
  {
    country: 'CA',
    share: 7,
    locale: 'en',
    given: words('Maren Étienne Tavish Odile Jasper Noor Claire Anders Priya Luc'),
    family: words('Tremblay Sinclair Beaulieu MacLeod Chowdhury Gagnon Hartley Roy'),
    streets: ['# Rue Saint-Denis', '# Wellington Street', '# Lakeshore Road'],
    cities: [
      ['Montréal', 'H2X 1K4', 'QC'],
      ['Halifax', 'B3J 1S9', 'NS'],
      ['Victoria', 'V8W 1N6', 'BC'],
    ],
    companies: ['* Outfitters Inc.', 'Clinique *', '* Timber Co.'],
  },
  {
    country: 'NL',
    share: 6,
    locale: 'en',
    given: words('Sanne Bram Fenna Joost Lotte Daan Marit Thijs'),
    family: words('Verhoeven Kuipers Jansma Zwart Hoekstra Brouwer Vermeulen Postma'),
    streets: ['Kerkstraat #', 'Prinsengracht #', 'Dorpsplein #'],
    cities: [
      ['Utrecht', '3511 LM'],
      ['Groningen', '9712 HN'],
      ['Haarlem', '2011 RC'],
    ],
    companies: ['* Fietsen B.V.', '* Ontwerp', 'Tandarts *'],
  },
  {
    country: 'ES',
    share: 6,
    locale: 'en',
    given: words('Lucía Íñigo Nerea Adrián Carmen Gonzalo Ainhoa Rubén'),
    family: words('Ferrer Castaño Ibáñez Serrano Quintana Bermejo Soler Pascual'),
    streets: ['Calle Mayor #', 'Avenida del Puerto #', 'Plaza Nueva #'],
    cities: [
      ['Valencia', '46002'],
      ['Bilbao', '48005'],
      ['Sevilla', '41001'],
    ],
    companies: ['Talleres *', '* Abogados', 'Bodegas *'],
  },
  {
    country: 'BE',
    share: 4,
    locale: 'fr',
    given: words('Margaux Cédric Aurore Wout Élise Pieter'),
    family: words('Lambrecht Dumont Claes Lejeune Mertens Wauters'),
    streets: ['Rue Haute #', 'Kerkplein #'],
    cities: [
      ['Liège', '4000'],
      ['Gent', '9000'],
    ],
    companies: ['Brasserie *', '* Consulting SRL'],
  },
  {
    country: 'CH',
    share: 4,
    locale: 'fr',
    given: words('Valérie Urs Mélanie Reto Céline Beat'),
    family: words('Favre Ammann Rochat Zürcher Monnier Gerber'),
    streets: ['Rue du Lac #', 'Bahnhofstrasse #'],
    cities: [
      ['Lausanne', '1003'],
      ['Luzern', '6003'],
    ],
    companies: ['* Horlogerie SA', '* Treuhand AG'],
  },
  {
    country: 'IT',
    share: 4,
    locale: 'en',
    given: words('Ginevra Tommaso Chiara Edoardo Martina Niccolò'),
    family: words('Bellini Santoro Moretti Galli Ricci Fontana'),
    streets: ['Via Garibaldi #', 'Corso Italia #'],
    cities: [
      ['Torino', '10121'],
      ['Bologna', '40126'],
    ],
    companies: ['Officine *', 'Studio Legale *'],
  },
  {
    country: 'SE',
    share: 3,
    locale: 'en',
    given: words('Astrid Viktor Linnéa Oskar Elin Nils'),
    family: words('Sandberg Åkesson Nyström Holm Östlund Dahl'),
    streets: ['Storgatan #', 'Kungsgatan #'],
    cities: [
      ['Malmö', '211 34'],
      ['Uppsala', '753 20'],
    ],
    companies: ['* Snickeri AB', '* Design AB'],
  },
  {
    country: 'PL',
    share: 3,
    locale: 'en',
    given: words('Zofia Kacper Małgorzata Wojciech Agnieszka Łukasz'),
    family: words('Wiśniewska Zieliński Mazurek Wójcik Sikora Dudek'),
    streets: ['ul. Długa #', 'ul. Ogrodowa #'],
    cities: [
      ['Kraków', '31-042'],
      ['Gdańsk', '80-831'],
    ],
    companies: ['* sp. z o.o.', 'Pracownia *'],
  },
  {
    country: 'JP',
    share: 3,
    locale: 'en',
    familyFirst: true,
    given: ['陽菜/haruna', '蓮/ren', '美咲/misaki', '大輔/daisuke', '結衣/yui', '健太/kenta'],
    family: ['佐々木/sasaki', '藤原/fujiwara', '三浦/miura', '岡田/okada', '原田/harada', '石井/ishii'],
    streets: ['中央区#-4', '本町#-12'],
    cities: [
      ['札幌市', '060-0042', '北海道'],
      ['神戸市', '650-0021', '兵庫県'],
    ],
    companies: ['*製作所', '株式会社*'],
  },
  {
    country: 'BR',
    share: 3,
    locale: 'en',
    given: words('Beatriz Thiago Larissa Caio Fernanda Otávio'),
    family: words('Nogueira Pacheco Carvalho Teixeira Moraes Vidal'),
    streets: ['Rua das Flores, #', 'Avenida Central, #'],
    cities: [
      ['Curitiba', '80010-000', 'PR'],
      ['Recife', '50030-230', 'PE'],
    ],
    companies: ['* Engenharia Ltda', 'Clínica *'],
  },
  {
    country: 'AU',
    share: 3,
    locale: 'en',
    given: words('Matilda Lachlan Isla Declan Freya Angus'),
    family: words('Hargrave Nguyen Penrose Callaghan Yates Winslow'),
    streets: ['# Banksia Road', '# Harbour Street'],
    cities: [
      ['Hobart', '7000', 'TAS'],
      ['Fremantle', '6160', 'WA'],
    ],
    companies: ['* Marine Pty Ltd', '* Veterinary'],
  },
  {
    country: 'IN',
    share: 2,
    locale: 'en',
    given: words('Ananya Rohan Meera Arjun'),
    family: words('Kulkarni Bose Menon Saxena'),
    streets: ['# MG Road', '# Residency Road'],
    cities: [
      ['Pune', '411001', 'MH'],
      ['Kochi', '682011', 'KL'],
    ],
    companies: ['* Software Pvt Ltd', '* Textiles'],
  },
];
