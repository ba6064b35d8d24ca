export const RulePage = () => null
