/** Reads every text stored in the database, which is what a leak of the database would reveal. */
import { QueryTypes, type Sequelize } from 'sequelize';

/** Returns every text stored in any table, in lower case. The names of its table and column precede each text. */
export async function everyStoredText(db: Sequelize): Promise<string[]> {
  const columns = await db.query<{ tableName: string; columnName: string }>(
    `SELECT c.table_name AS tableName, c.column_name AS columnName FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'`,
    { type: QueryTypes.SELECT },
  );
  if (columns.length < 100) throw new Error('some columns were not listed');
  const texts: string[] = [];
  for (const { tableName, columnName } of columns) {
    const found = await db.query<{ text: string | null }>(
      `SELECT LOWER(CONVERT(\`${columnName}\` USING utf8mb4)) AS text FROM \`${tableName}\``,
      { type: QueryTypes.SELECT },
    );
    texts.push(...found.map(({ text }) => `${tableName}.${columnName}: ${text ?? ''}`));
  }
  return texts;
}
