export interface Assistant {
  id: string;
  name: string;
  persona: string;
  model: string;
  temperature: number;
  opening_line: string | null;
  merchant_id: string | null;
  enabled: boolean;
  updated_at?: string;
}
