/** The privacy notice that is in force; its text is `privacy.*` of the screens. Raised whenever that text changes. */
export const noticeVersion = 2;
