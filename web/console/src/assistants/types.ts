export interface Assistant {
  id: string;
  name: string;
  persona: string;
  model: string;
  temperature: number;
  opening_line: string;
  merchant_id: string | null;
  is_enabled: boolean;
  is_default: boolean;
  updated_at: string;
}
