/*
 * A GCC plugin, used only while the image is built: `#pragma seedmill instantiate` at the end of a header makes the
 * compiler instantiate the templates that the header's functions use. Else every program that loads the precompiled
 * header would do it again at its end, which takes far longer than to load the header.
 */
#include "gcc-plugin.h"
#include "tree.h"
#include "stringpool.h"
#include "cp/cp-tree.h"
#include "c-family/c-pragma.h"

int plugin_is_GPL_compatible;

namespace {

/* Virtual functions are instantiated for the tables that name them. */
void use_entries_of(tree table) {
  if (!TREE_USED(table) || DECL_INITIAL(table) == NULL_TREE) return;
  if (TREE_CODE(DECL_INITIAL(table)) != CONSTRUCTOR) return;
  for (auto &entry : CONSTRUCTOR_ELTS(DECL_INITIAL(table))) {
    tree address = entry.value;
    STRIP_NOPS(address);
    if (TREE_CODE(address) != ADDR_EXPR) continue;
    tree function = TREE_OPERAND(address, 0);
    if (TREE_CODE(function) == FUNCTION_DECL && !DECL_THUNK_P(function)) mark_used(function);
  }
}

void use_virtual_functions() {
  for (unsigned i = 0; i < vec_safe_length(keyed_classes); i++) {
    for (tree table = CLASSTYPE_VTABLES((*keyed_classes)[i]); table != NULL_TREE; table = DECL_CHAIN(table)) {
      use_entries_of(table);
    }
  }
}

void instantiate(cpp_reader *) {
  /* As at the end of a file, where the linkage of instances is settled. */
  at_eof = 1;
  for (int round = 0; round < 4; round++) {
    instantiate_pending_templates(0);
    use_virtual_functions();
  }
  instantiate_pending_templates(0);
  at_eof = 0;
}

void register_pragma(void *, void *) { c_register_pragma("seedmill", "instantiate", instantiate); }

}  // namespace

int plugin_init(plugin_name_args *info, plugin_gcc_version *) {
  register_callback(info->base_name, PLUGIN_PRAGMAS, register_pragma, nullptr);
  return 0;
}
