import { fieldsOf } from "../../ui/forms/fields";

export const { Field, TextField, NumberField, SwitchField } = fieldsOf("upstreams", "UpstreamCreate");
