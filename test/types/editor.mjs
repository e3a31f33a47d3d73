export const editorOn = () => []
