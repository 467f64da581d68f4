import { indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  value: string;
  onChange: (value: string) => void;
  label: string;
  describedBy: string;
  isReadOnly: boolean;
}

/** Colours are the palette's, so that both themes follow without the editor being told. */
const look = EditorView.theme({
  "&": { backgroundColor: "var(--rd-surface)", color: "var(--rd-text)", height: "100%" },
  ".cm-content": { caretColor: "var(--rd-text)" },
  ".cm-cursor": { borderLeftColor: "var(--rd-text)" },
  ".cm-gutters": { backgroundColor: "var(--rd-raised)", color: "var(--rd-soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--rd-faintLine)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--rd-tint) !important" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--rd-raised)", color: "var(--rd-text)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: "var(--rd-link)" },
  { tag: [tags.string, tags.regexp], color: "var(--rd-good)" },
  { tag: tags.number, color: "var(--rd-near)" },
  { tag: tags.comment, color: "var(--rd-soft)", fontStyle: "italic" },
  { tag: tags.function(tags.definition(tags.variableName)), fontWeight: "600" },
  { tag: tags.invalid, color: "var(--rd-bad)" },
]);

/** Tab indents; Escape leaves the text for what describes it, from where Tab goes on to the next control. */
export default function CodeEditor({ value, onChange, label, describedBy, isReadOnly }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLFieldSetElement>(null);
  const view = useRef<EditorView>(null);
  const held = useRef({ value, onChange });
  held.current = { value, onChange };

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later values come in through the next effect
  useEffect(() => {
    if (!frame.current) return;
    const leave = () => {
      document.getElementById(describedBy)?.focus();
      return true;
    };
    const made = new EditorView({
      parent: frame.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          // before all else, also an open list of completions; stopped here, as the drawer would close at it
          Prec.highest(keymap.of([{ key: "Escape", run: leave, stopPropagation: true }])),
          basicSetup,
          EditorState.readOnly.of(isReadOnly),
          EditorState.phrases.of({ "Fold line": t("scripts.fold"), "Unfold line": t("scripts.unfold") }),
          keymap.of([indentWithTab]),
          javascript(),
          look,
          syntaxHighlighting(colours),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy }),
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (update.docChanged && text !== held.current.value) held.current.onChange(text);
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown === undefined || shown === value) return;
    view.current?.dispatch({ changes: { from: 0, to: shown.length, insert: value } });
  }, [value]);

  return <fieldset ref={frame} className="code-editor" aria-label={label} />;
}
