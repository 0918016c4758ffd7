export const settings = {
  title: '设置',
  note: '只关乎这台电脑上的窗口；不进工作区，也不进账本。',
  single_keys: '单键操作',
  single_keys_note: '关闭后，单个字母不再触发操作，控件上的键帽也不再显示；组合键照常。',
};
