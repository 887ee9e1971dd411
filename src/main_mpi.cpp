#include "commands/application.hpp"

int main(int argc, char** argv) {
    return primerank::commands::run_application(argc, argv);
}
