#include "commands/application.hpp"
#include "files/process.hpp"

int main(int argc, char** argv) {
    primerank::files::prepare_process();
    return primerank::commands::run_application(argc, argv);
}
