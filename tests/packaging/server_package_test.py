"""What is delivered for servers holds together: the manifests of Service Fabric, the unit of systemd, what is installed.

server_package_test.py SOURCE_FOLDER PROGRAM VERSION
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

SOURCE, PROGRAM, VERSION = sys.argv[1:4]
PACKAGING = os.path.join(SOURCE, "resources", "packaging")
PACKAGE = os.path.join(PACKAGING, "service-fabric", "ApplicationPackageRoot")
FABRIC = {"": "http://schemas.microsoft.com/2011/01/fabric"}


def variables_of_program():
    """Every variable of the environment that `signalboxd serve` knows, as its help says."""
    text = subprocess.run([PROGRAM, "serve", "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"SIGNALBOX_[A-Z_]+", text))


class ServiceFabricPackage(unittest.TestCase):
    def setUp(self):
        self.application = xml.parse(os.path.join(PACKAGE, "ApplicationManifest.xml")).getroot()
        self.name = self.application.find("ServiceManifestImport/ServiceManifestRef", FABRIC).get("ServiceManifestName")
        # The folder of a service's package bears its name.
        self.service = xml.parse(os.path.join(PACKAGE, self.name, "ServiceManifest.xml")).getroot()
        self.code = self.service.find("CodePackage", FABRIC)

    def test_manifests_name_each_other(self):
        self.assertEqual(self.service.get("Name"), self.name)
        types = [each.get("ServiceTypeName") for each in self.service.findall("ServiceTypes/StatelessServiceType", FABRIC)]
        self.assertEqual([each.get("UseImplicitHost") for each in self.service.find("ServiceTypes", FABRIC)], ["true"])
        started = self.application.find("DefaultServices/Service/StatelessService", FABRIC).get("ServiceTypeName")
        self.assertIn(started, types)
        self.assertEqual(self.application.find(".//EnvironmentOverrides", FABRIC).get("CodePackageRef"),
                         self.code.get("Name"))

    def test_versions_are_the_projects(self):
        reference = self.application.find("ServiceManifestImport/ServiceManifestRef", FABRIC)
        for version in (self.application.get("ApplicationTypeVersion"), reference.get("ServiceManifestVersion"),
                        self.service.get("Version"), self.code.get("Version")):
            self.assertEqual(version, VERSION)

    def test_parameters_that_are_used_are_declared(self):
        declared = {each.get("Name") for each in self.application.findall("Parameters/Parameter", FABRIC)}
        text = xml.tostring(self.application, encoding="unicode")
        used = set(re.findall(r"\[(\w+)\]", text))
        self.assertEqual(used, declared)

    def test_variables_that_are_overridden_are_settings(self):
        declared = {each.get("Name") for each in self.code.findall("EnvironmentVariables/EnvironmentVariable", FABRIC)}
        overridden = {each.get("Name") for each in self.application.findall(".//EnvironmentOverrides/*", FABRIC)}
        self.assertEqual(declared, overridden)
        self.assertLessEqual(declared, variables_of_program())

    def test_program_is_started_in_its_folder_and_its_console_kept(self):
        host = self.code.find("EntryPoint/ExeHost", FABRIC)
        self.assertEqual(host.findtext("Program", namespaces=FABRIC), os.path.basename(PROGRAM))
        self.assertEqual(host.findtext("Arguments", namespaces=FABRIC), "serve")
        self.assertIn(host.findtext("WorkingFolder", namespaces=FABRIC), ("Work", "CodeBase", "CodePackage"))
        console = host.find("ConsoleRedirection", FABRIC)
        self.assertEqual(console.attrib, {"FileRetentionCount": "5", "FileMaxSizeInKb": "2048"})
        self.assertTrue(os.path.isdir(os.path.join(PACKAGE, self.name, self.code.get("Name"))))


class Unit(unittest.TestCase):
    def setUp(self):
        self.path = os.path.join(PACKAGING, "systemd", "signalboxd.service")
        with open(self.path, encoding="utf-8") as unit:
            self.text = unit.read()

    def test_ends_and_reloads_as_the_program_understands_it(self):
        for line in ("KillSignal=SIGTERM", "ExecReload=/bin/kill -HUP $MAINPID", "Restart=on-failure",
                     "TimeoutStopSec=40", "NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes",
                     "StateDirectory=signalbox"):
            self.assertIn(f"\n{line}\n", self.text)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd here")
    def test_systemd_finds_nothing_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            # The program is not installed here.
            unit = os.path.join(folder, "signalboxd.service")
            with open(unit, "w", encoding="utf-8") as copy:
                copy.write(self.text.replace("/usr/bin/signalboxd", PROGRAM))
            result = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
            told = [line for line in result.stderr.splitlines() if "signalboxd.service" in line]
            self.assertEqual(told, [])


class Installed(unittest.TestCase):
    def test_service_fabric_package_is_complete(self):
        build = os.path.dirname(os.path.dirname(PROGRAM))
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "--install", build, "--component", "service-fabric", "--prefix", folder],
                           check=True, capture_output=True)
            code = os.path.join(folder, "ApplicationPackageRoot", "SignalboxServerPkg", "Code")
            self.assertEqual(sorted(os.listdir(code)), ["signalboxd", "signalboxd.toml"])
            self.assertTrue(os.access(os.path.join(code, "signalboxd"), os.X_OK))
            self.assertTrue(os.path.exists(os.path.join(folder, "ApplicationPackageRoot", "ApplicationManifest.xml")))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
