export interface Assistant {
  id: string;
  name: string;
  persona: string;
  model: string;
  temperature: number;
  opening_line: string;
  merchant_id: string | null;
  max_turns_per_day: number | null;
  turns_today: number;
  /** Whether an enabled route offers its model. */
  is_model_offered: boolean;
  is_enabled: boolean;
  is_default: boolean;
  updated_at: string;
}
