# A disk of its own for volumes and objects. CHANGE where yours differs.
{
  fileSystems."/srv/lightningstor" = {
    device = "/dev/disk/by-label/storage";
    fsType = "xfs";
    options = [ "noatime" ];
  };
}
